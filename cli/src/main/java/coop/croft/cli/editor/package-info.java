/** The language server: what an editor asks about programs while they are written. */
@org.jspecify.annotations.NullMarked
package coop.croft.cli.editor;
