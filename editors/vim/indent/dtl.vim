" Indentation of programs for Croft while they are typed; `croft format` has the last word.
if exists('b:did_indent')
  finish
endif
let b:did_indent = 1

" Not at 0=in: index and inLocation begin so. Enter puts such a line right.
setlocal autoindent indentexpr=DtlIndent(v:lnum) indentkeys=o,O,*<Return>,0=end,0=else,0=with,0),0],0}
let b:undo_indent = 'setlocal autoindent< indentexpr< indentkeys<'

if exists('*DtlIndent')
  finish
endif

" A line without its strings, comments and doc strings.
function! s:code(number) abort
  let line = substitute(getline(a:number), '"\%(\\.\|[^"\\]\)*"', '""', 'g')
  return substitute(line, '\s*\%((\*.*\*)\|(\*.*$\|{{.*}}\|{{.*$\|#.*$\|$\)', '', 'g')
endfunction

" Whether a line begins inside of what may go over lines: a block comment or a doc string.
function! s:is_inside(number) abort
  return synIDattr(synID(a:number, 1, 1), 'name') =~# '^dtl\%(BlockComment\|Doc\)$'
endfunction

" The line with code before that one; 0 if there is none.
function! s:before(number) abort
  let number = prevnonblank(a:number - 1)
  while number > 0 && (s:code(number) ==# '' || s:is_inside(number))
    let number = prevnonblank(number - 1)
  endwhile
  return number
endfunction

" Whether what follows stands deeper: more begins on the line than ends on it.
function! s:opens(line) abort
  let deep = a:line =~# '[(\[{]$'
  let settings = 0
  let first = 1
  for word in split(a:line, '\W\+')
    if word =~# '^\%(let\|if\|for\|begin\|where\)$' || (first && word =~# '^\%(in\|then\|else\|do\)$')
      let deep += 1
    elseif word ==# 'with' && !settings
      let deep += 1
    elseif word ==# 'end' && !first
      let deep -= 1
    endif
    let settings = word ==# 'where' || (settings && word !=# 'with')
    let first = 0
  endfor
  return deep > 0
endfunction

function! s:closes(line) abort
  return a:line =~# '^\s*\%(\<\%(end\|else\|in\|with\|then\|do\)\>\|[)\]}]\)'
endfunction

" Whether the line goes on what the one before begins.
function! s:goes_on(line, before) abort
  return !s:closes(a:line) && a:before !~# '[;,]$' && !s:opens(a:before)
endfunction

function! DtlIndent(number) abort
  if s:is_inside(a:number)
    " Whoever writes it decides.
    return -1
  endif
  let last = s:before(a:number)
  if last == 0
    return 0
  endif
  let first = last
  let before = s:before(first)
  while before > 0 && s:goes_on(s:code(first), s:code(before))
    let first = before
    let before = s:before(first)
  endwhile
  let code = s:code(a:number)
  let deeper = s:opens(s:code(last)) || (code !=# '' && s:goes_on(code, s:code(last)))
  let step = deeper - s:closes(code)
  return max([0, indent(first) + step * shiftwidth()])
endfunction
