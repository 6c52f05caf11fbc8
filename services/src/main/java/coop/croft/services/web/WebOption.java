package coop.croft.services.web;

/** What may be allowed in a tree of files. */
enum WebOption {
  EXEC_CGI("execCGI", "ExecCGI"),
  INCLUDES_NO_EXEC("includesNOEXEC", "IncludesNOEXEC"),
  INDEXES("indexes", "Indexes"),
  MULTI_VIEWS("multiViews", "MultiViews"),
  SYM_LINKS_IF_OWNER_MATCH("symLinksIfOwnerMatch", "SymLinksIfOwnerMatch");

  /** Name in the library. */
  final String word;

  /** Name in Apache. */
  final String apache;

  WebOption(String word, String apache) {
    this.word = word;
    this.apache = apache;
  }
}
