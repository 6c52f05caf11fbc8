;;; croft-mode.el --- Programs for Croft  -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "27.1"))
;; SPDX-License-Identifier: Apache-2.0

;;; Commentary:

;; Colours for `.dtl' files.  With eglot, `croft lsp' tells errors, types, and what may be written; indentation is
;; what `eglot-format' gives a program.

;;; Code:

(defgroup croft nil "Programs for Croft." :group 'languages)

(defcustom croft-lsp-command '("croft" "lsp")
  "How the language server is started."
  :type '(repeat string))

(defvar croft-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?# "<" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?\( "()1n" table)
    (modify-syntax-entry ?\) ")(4n" table)
    (modify-syntax-entry ?* ". 23n" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?\\ "\\" table)
    (modify-syntax-entry ?_ "w" table)
    table)
  "Syntax of programs for Croft.")

(defun croft--doc-strings (start end)
  "Mark what begins and ends doc strings between START and END.
They go from two opening braces to two closing ones, whatever is in between."
  (goto-char start)
  (funcall
   (syntax-propertize-rules
    ("\\({\\){"
     (1 (unless (nth 8 (save-excursion (syntax-ppss (match-beginning 0)))) (string-to-syntax "!"))))
    ("}\\(}\\)"
     (1 (let ((from (nth 8 (save-excursion (syntax-ppss (match-beginning 0))))))
          (when (and from (eq (char-after from) ?{)) (string-to-syntax "!"))))))
   start end))

(defconst croft-keywords
  '("let" "in" "begin" "end" "with" "where" "extern" "type" "val" "context" "Root" "if" "then" "else" "for" "do")
  "Keywords of the language.")

(defconst croft-font-lock
  `((,(regexp-opt croft-keywords 'words) . font-lock-keyword-face)
    ("\\<[A-Z][A-Za-z0-9_]*\\>" . font-lock-variable-name-face)
    ("\\<val[ \t]+\\([a-z][A-Za-z0-9_]*\\)" 1 font-lock-function-name-face))
  "Colours of programs.")

;;;###autoload
(define-derived-mode croft-mode prog-mode "Croft"
  "Major mode for programs for Croft."
  (setq-local comment-start "# ")
  (setq-local comment-end "")
  (setq-local indent-tabs-mode nil)
  (setq-local syntax-propertize-function #'croft--doc-strings)
  (setq-local font-lock-defaults '(croft-font-lock)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.dtl\\'" . croft-mode))

(with-eval-after-load 'eglot
  (add-to-list (with-no-warnings 'eglot-server-programs)
               (cons 'croft-mode (lambda (&rest _) croft-lsp-command))))

(provide 'croft-mode)
;;; croft-mode.el ends here
