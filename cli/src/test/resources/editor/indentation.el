;; Indents a program that has no indentation, as a person does with C-x h C-M-\.
;; The program, the editors' files and the file for the answer stand in the environment.
(add-to-list 'load-path (expand-file-name "emacs" (getenv "FILES")))
(require 'croft-mode)
(find-file (getenv "PROGRAM"))
(indent-region (point-min) (point-max))
(write-region nil nil (getenv "ANSWER"))
