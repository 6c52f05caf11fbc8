-- Indents a program that has no indentation, as a person does with gg=G.
-- The program, the editors' files and the file for the answer stand in the environment.
vim.opt.runtimepath:prepend(vim.env.FILES .. '/vim')
vim.cmd('syntax on')
vim.cmd('filetype indent on')
vim.cmd('edit ' .. vim.env.PROGRAM)
vim.cmd('setlocal filetype=dtl')
vim.cmd('normal! gg=G')
vim.cmd('write! ' .. vim.env.ANSWER)
vim.cmd('qall!')
