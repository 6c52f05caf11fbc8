" Colours of programs for Croft. What a name means, the language server knows.
if exists('b:current_syntax')
  finish
endif

syntax keyword dtlKeyword let in begin end with where extern type val context
syntax keyword dtlKeyword if then else for do Root
syntax match dtlVariable "\<\u\w*\>"
syntax match dtlNumber "\<\d\+\>"
syntax match dtlOperator "->\|=>\|<-\|\\\\\|[=^!&\\]"
syntax match dtlEscape contained +\\["\\nt]+
syntax region dtlString start=+"+ skip=+\\.+ end=+"+ oneline contains=dtlEscape
syntax match dtlComment "#.*$" contains=@Spell
syntax region dtlBlockComment start="(\*" end="\*)" contains=dtlBlockComment,@Spell
syntax region dtlDoc start="{{" end="}}" contains=@Spell
syntax sync minlines=50

highlight default link dtlKeyword Keyword
highlight default link dtlVariable Identifier
highlight default link dtlNumber Number
highlight default link dtlOperator Operator
highlight default link dtlEscape SpecialChar
highlight default link dtlString String
highlight default link dtlComment Comment
highlight default link dtlBlockComment Comment
highlight default link dtlDoc SpecialComment

let b:current_syntax = 'dtl'
