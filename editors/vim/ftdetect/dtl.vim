autocmd BufRead,BufNewFile *.dtl setfiletype dtl
