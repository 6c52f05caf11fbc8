package coop.croft.services.web;

/** A flag of a rewrite rule or of a condition. There is none for a proxy, nor for variables. */
sealed interface RewriteFlag {
  /** As mod_rewrite writes it. */
  String spelled();

  default boolean ends() {
    return false;
  }

  /** Flags without a value. */
  enum Plain implements RewriteFlag {
    LAST("last", "L", true, false),
    NOCASE("nocase", "NC", true, true),
    FORBIDDEN("forbidden", "F", true, false),
    GONE("gone", "G", true, false),
    QSAPPEND("qsappend", "QSA", true, false),
    NOESCAPE("noescape", "NE", true, false),
    ORNEXT("ornext", "OR", false, true);

    /** Name in the library. */
    final String word;

    private final String apache;
    final boolean forRules;
    final boolean forConditions;

    Plain(String word, String apache, boolean forRules, boolean forConditions) {
      this.word = word;
      this.apache = apache;
      this.forRules = forRules;
      this.forConditions = forConditions;
    }

    @Override
    public String spelled() {
      return apache;
    }

    @Override
    public boolean ends() {
      return this == FORBIDDEN || this == GONE;
    }
  }

  /**
   * Sends the client elsewhere.
   *
   * @param status 3xx
   */
  record Redirect(int status) implements RewriteFlag {
    @Override
    public String spelled() {
      // Without an end, the next rule would take the new address for a path.
      return "R=" + status + ",L";
    }

    @Override
    public boolean ends() {
      return true;
    }
  }

  /** Name in the library, for messages. */
  default String word() {
    return this instanceof Plain p ? p.word : "redirectFlag";
  }
}
