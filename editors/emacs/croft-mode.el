;;; croft-mode.el --- Programs for Croft  -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "27.1"))
;; SPDX-License-Identifier: Apache-2.0

;;; Commentary:

;; Colours and indentation for `.dtl' files; `eglot-format' has the last word on layout.  With eglot, `croft lsp'
;; tells errors, types, and what may be written.

;;; Code:

(require 'subr-x)

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

(defconst croft-indent-offset 2 "Blanks before what stands in a block.")

(defun croft--code ()
  "The line at point without its strings, comments and doc strings."
  (let* ((start (line-beginning-position))
         (end (line-end-position))
         (at-end (save-excursion (syntax-ppss end)))
         (stop (if (nth 4 at-end) (max start (nth 8 at-end)) end)))
    (if (nth 4 (save-excursion (syntax-ppss start)))
        ""
      (string-trim
       (replace-regexp-in-string
        "(\\*.*\\*)\\|{{.*}}" ""
        (replace-regexp-in-string
         "\"\\(?:\\\\.\\|[^\"\\]\\)*\"" "\"\"" (buffer-substring-no-properties start stop)))))))

(defun croft--back ()
  "Go to the line with code before this one; nil if there is none."
  (let (found)
    (while (and (not found) (zerop (forward-line -1)))
      (setq found (not (string-empty-p (croft--code)))))
    found))

(defun croft--opens (line)
  "Whether what follows LINE stands deeper: more begins on it than ends on it."
  (let ((deep (if (string-match-p "[[({]\\'" line) 1 0))
        (first t)
        settings)
    (dolist (word (split-string line "\\W+" t))
      (cond ((or (member word '("let" "if" "for" "begin" "where"))
                 (and first (member word '("in" "then" "else" "do"))))
             (setq deep (1+ deep)))
            ((and (string= word "with") (not settings)) (setq deep (1+ deep)))
            ((and (string= word "end") (not first)) (setq deep (1- deep))))
      (setq settings (or (string= word "where") (and settings (not (string= word "with"))))
            first nil))
    (> deep 0)))

(defun croft--closes (line)
  "Whether LINE ends what stands deeper."
  (string-match-p "\\`\\(\\(end\\|else\\|in\\|with\\|then\\|do\\)\\>\\|[])}]\\)" line))

(defun croft--goes-on (line before)
  "Whether LINE goes on what BEFORE, the one before it, begins."
  (not (or (croft--closes line) (croft--opens before) (string-match-p "[;,]\\'" before))))

(defun croft--first ()
  "Go from a line to that on which its statement begins."
  (let ((line (croft--code)) (first (point)))
    (while (and (croft--back) (croft--goes-on line (croft--code)))
      (setq line (croft--code) first (point)))
    (goto-char first)))

(defun croft-indent-line ()
  "Indent the line as the block around it wants it.
Inside of a comment or a doc string that goes over lines, whoever writes it decides."
  (let* ((around (save-excursion (syntax-ppss (line-beginning-position))))
         (code (croft--code))
         (column
          (save-excursion
            (beginning-of-line)
            (if (croft--back)
                (let* ((last (croft--code))
                       (deeper
                        (or (croft--opens last)
                            (and (not (string-empty-p code)) (croft--goes-on code last)))))
                  (croft--first)
                  (+ (current-indentation)
                     (if deeper croft-indent-offset 0)
                     (if (croft--closes code) (- croft-indent-offset) 0)))
              0))))
    (if (or (nth 3 around) (nth 4 around))
        'noindent
      (save-excursion (indent-line-to (max 0 column)))
      (when (< (current-column) (current-indentation))
        (back-to-indentation)))))

;;;###autoload
(define-derived-mode croft-mode prog-mode "Croft"
  "Major mode for programs for Croft."
  (setq-local comment-start "# ")
  (setq-local comment-end "")
  (setq-local indent-tabs-mode nil)
  (setq-local indent-line-function #'croft-indent-line)
  (setq-local syntax-propertize-function #'croft--doc-strings)
  (setq-local font-lock-defaults '(croft-font-lock)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.dtl\\'" . croft-mode))

(with-eval-after-load 'eglot
  (add-to-list (with-no-warnings 'eglot-server-programs)
               (cons 'croft-mode (lambda (&rest _) croft-lsp-command))))

(provide 'croft-mode)
;;; croft-mode.el ends here
