-- Writes down the colours that Neovim gives a program: before what has another, its name.
-- The program, the editors' files and the file for the answer stand in the environment.
vim.opt.runtimepath:prepend(vim.env.FILES .. '/vim')
vim.cmd('syntax on')
vim.cmd('edit ' .. vim.env.PROGRAM)
vim.cmd('setlocal syntax=dtl')
local lines = {}
for row, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, true)) do
  local coloured = ''
  local before = ''
  for column = 1, #line do
    local name = vim.fn.synIDattr(vim.fn.synIDtrans(vim.fn.synID(row, column, 1)), 'name')
    if name ~= before then
      coloured = coloured .. '<' .. name .. '>'
    end
    coloured = coloured .. line:sub(column, column)
    before = name
  end
  table.insert(lines, coloured)
end
vim.fn.writefile(lines, vim.env.ANSWER)
vim.cmd('qall!')
