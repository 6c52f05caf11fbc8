-- A member's Neovim: attaches to the server, does what a member would, and writes down what came of it.
-- The command, the program, the files for Vim and the file
-- for the answers stand in the environment.
local answers = {}
local buffer
local uri

local function wait(what, ready)
  if not vim.wait(20000, ready, 10) then
    error('waited in vain for ' .. what)
  end
end

local function ask(method, params)
  local replies = vim.lsp.buf_request_sync(buffer, method, params, 20000)
  assert(replies, method .. ': no answer')
  for _, reply in pairs(replies) do
    assert(not reply.error, method .. ': ' .. vim.inspect(reply.error))
    return reply.result
  end
end

local function at(line, character)
  return { textDocument = { uri = uri }, position = { line = line, character = character } }
end

local function diagnostics()
  return vim.tbl_map(function(d) return d.message end, vim.diagnostic.get(buffer))
end

local ok, trouble = pcall(function()
  vim.opt.runtimepath:prepend(vim.env.FILES)
  vim.cmd('filetype off | filetype plugin on | syntax on')
  vim.g.croft_lsp = vim.split(vim.env.COMMAND, '\n')
  vim.cmd('edit ' .. vim.env.PROGRAM)
  buffer = vim.api.nvim_get_current_buf()
  uri = vim.uri_from_bufnr(buffer)
  answers.syntax = vim.b.current_syntax
  wait('the client', function() return #vim.lsp.get_active_clients() > 0 end)
  local client = vim.lsp.get_active_clients()[1].id
  wait('diagnostics', function() return #vim.diagnostic.get(buffer) > 0 end)
  answers.wrong = diagnostics()

  vim.api.nvim_buf_set_text(buffer, 1, 4, 1, 18, { '"greenhouse.example"' })
  wait('no diagnostics', function() return #vim.diagnostic.get(buffer) == 0 end)
  answers.right = #diagnostics()

  answers.hover = ask('textDocument/hover', at(2, 3)).contents.value
  answers.completion = vim.tbl_map(function(i) return i.label end, ask('textDocument/completion', at(2, 2)))
  answers.definition = ask('textDocument/definition', at(2, 3))[1].uri

  vim.api.nvim_win_set_cursor(0, { 3, 3 })
  vim.lsp.buf.definition()
  wait('the library', function() return vim.api.nvim_get_current_buf() ~= buffer end)
  answers.line = vim.api.nvim_get_current_line()
  vim.cmd('buffer ' .. buffer)

  vim.api.nvim_win_set_cursor(0, { 1, 4 })
  vim.lsp.buf.rename('bureau')
  wait('the new name', function()
    return vim.api.nvim_buf_get_lines(buffer, 0, 1, true)[1]:find('bureau') ~= nil
  end)
  vim.lsp.buf.formatting_sync(nil, 20000)
  answers.text = vim.api.nvim_buf_get_lines(buffer, 0, -1, true)
  vim.lsp.stop_client(client)
  wait('the end', function() return vim.lsp.client_is_stopped(client) end)
end)
answers.trouble = ok and '' or tostring(trouble)
local file = assert(io.open(vim.env.ANSWERS, 'w'))
file:write(vim.fn.json_encode(answers))
file:close()
vim.cmd('qall!')
