'use strict';

const { workspace } = require('vscode');
const { LanguageClient, TransportKind } = require('vscode-languageclient/node');

/** @type {LanguageClient | undefined} */
let client;

async function activate() {
  const [command, ...args] = workspace.getConfiguration('croft').get('command');
  client = new LanguageClient(
    'croft',
    'Croft',
    { command, args, transport: TransportKind.stdio },
    {
      documentSelector: [{ language: 'dtl' }],
      synchronize: { fileEvents: workspace.createFileSystemWatcher('**/*.dtl') },
    },
  );
  await client.start();
}

async function deactivate() {
  await client?.stop();
}

module.exports = { activate, deactivate };
