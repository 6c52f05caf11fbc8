<font-lock-comment-face>{{ A doc string with "one quotation mark, an end and a # in it. }}
<font-lock-keyword-face>val<> <font-lock-function-name-face>one<> : int = 1;
<font-lock-comment-face>{{ It's (* no comment }}
<font-lock-keyword-face>val<> <font-lock-function-name-face>two<> = <font-lock-string-face>"x\"y # no comment (* nor this {{ nor that"<>;
<font-lock-comment-face>(* see # 5 *)<> <font-lock-keyword-face>val<> <font-lock-function-name-face>three<> = 3;
<font-lock-comment-face>(* outer (* inner *) still # outer
<font-lock-comment-face>   {{ "with an end" *)
<font-lock-keyword-face>val<> <font-lock-function-name-face>four<> = 4;
<font-lock-comment-face>(* "one quotation mark *)<> <font-lock-keyword-face>val<> <font-lock-function-name-face>five<> = 5;
<font-lock-comment-delimiter-face># <font-lock-comment-face>a line (* that opens {{ nothing
<font-lock-keyword-face>val<> <font-lock-function-name-face>six<> = <font-lock-string-face>"\\"<>; <font-lock-comment-delimiter-face># <font-lock-comment-face>"nor this
<font-lock-comment-face>{{ Over (* two
<font-lock-comment-face>   lines }}
<font-lock-keyword-face>val<> <font-lock-function-name-face>endpoint<> = 1;
dom <font-lock-string-face>"greenhouse.example"<> <font-lock-keyword-face>with
  web <font-lock-string-face>"www"<> <font-lock-keyword-face>where<> <font-lock-variable-name-face>DocumentRoot<> = <font-lock-string-face>"/home/alice/x"<> <font-lock-keyword-face>with
    errorDocument 404 <font-lock-string-face>"/lost.html"
  <font-lock-keyword-face>end
<font-lock-keyword-face>end
