-- Starts the language server of Croft with the first program that is opened, and shares it among all.
local croft = {}
local client

function croft.attach()
  local buffer = vim.api.nvim_get_current_buf()
  if client == nil or vim.lsp.client_is_stopped(client) then
    client = vim.lsp.start_client({
      name = 'croft',
      cmd = vim.g.croft_lsp or { 'croft', 'lsp' },
      root_dir = vim.fn.getcwd(),
    })
  end
  if client == nil then
    return
  end
  vim.lsp.buf_attach_client(buffer, client)
  vim.bo[buffer].omnifunc = 'v:lua.vim.lsp.omnifunc'
  vim.keymap.set('n', 'K', vim.lsp.buf.hover, { buffer = buffer })
  vim.keymap.set('n', 'gd', vim.lsp.buf.definition, { buffer = buffer })
end

return croft
