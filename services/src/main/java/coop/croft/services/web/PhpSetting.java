package coop.croft.services.web;

import coop.croft.lang.Code;
import coop.croft.lang.Fault;
import coop.croft.services.base.Text;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A setting of PHP that a program may make.
 *
 * @param standard what holds where no program says anything
 * @param fixed whether scripts cannot change it any more
 * @param bounds in words, for messages and the manual
 * @param normal gives the value as PHP takes it; an empty text refuses it
 */
record PhpSetting(
    String name, String standard, boolean fixed, String bounds, UnaryOperator<String> normal) {
  /** What a member's programs may use together; the units of PHP say the same. */
  static final int TOTAL_MEGABYTES = 1024;

  /** Room for the other fields of a form, beside the largest file. */
  private static final long FORM_BYTES = 8L << 20;

  private static final String TIME = "max_execution_time";
  private static final String UPLOAD = "upload_max_filesize";
  private static final String POST = "post_max_size";

  /** PHP's kinds of messages, by the bits that they have. */
  private static final Map<String, Integer> MESSAGES =
      Map.of(
          "E_ERROR", 1,
          "E_WARNING", 2,
          "E_PARSE", 4,
          "E_NOTICE", 8,
          "E_STRICT", 2048,
          "E_DEPRECATED", 8192,
          "E_USER_DEPRECATED", 16_384,
          "E_ALL", 32_767);

  private static final SortedMap<String, PhpSetting> ALL = new TreeMap<>();

  static {
    size("memory_limit", "256M", 16, TOTAL_MEGABYTES);
    size(UPLOAD, "32M", 1, TOTAL_MEGABYTES);
    size(POST, "40M", 1, TOTAL_MEGABYTES);
    number(TIME, "60", true, 1, PhpDeadline.longest(), "seconds");
    number("max_input_time", "60", true, 1, PhpDeadline.longest(), "seconds");
    number("max_file_uploads", "20", true, 1, 200, "files");
    number("max_input_vars", "1000", true, 100, 100_000, "fields");
    number("session.gc_maxlifetime", "1440", false, 60, 31_536_000, "seconds");
    number("session.cookie_lifetime", "0", false, 0, 31_536_000, "seconds");
    number("pcre.backtrack_limit", "1000000", false, 1000, 100_000_000, "steps");
    number("output_buffering", "4096", true, 0, 1 << 20, "bytes");
    flag("display_errors", false);
    flag("display_startup_errors", false);
    flag("log_errors", true);
    flag("html_errors", true);
    flag("short_open_tag", false);
    flag("allow_url_fopen", true);
    flag("zlib.output_compression", false);
    flag("session.cookie_httponly", true);
    flag("session.cookie_secure", false);
    words("session.cookie_samesite", "Lax", List.of("Lax", "Strict", "None"));
    text("error_reporting", "22527", "E_ALL & ~E_NOTICE and the like", PhpSetting::messages);
    text("date.timezone", "UTC", "a name of the time zone database", PhpSetting::zone);
    text("default_charset", "UTF-8", "letters, digits, \".\", \"_\" and \"-\"", PhpSetting::name);
    text("session.name", "PHPSESSID", "letters, digits and \"_\", a letter first", PhpSetting::id);
  }

  private static void add(PhpSetting setting) {
    ALL.put(setting.name, setting);
  }

  private static void size(String name, String standard, long least, long most) {
    add(
        new PhpSetting(
            name,
            standard,
            true,
            least + "M to " + most + "M",
            v -> inRange(bytes(v), least << 20, most << 20) ? v : ""));
  }

  private static void number(
      String name, String standard, boolean fixed, long least, long most, String unit) {
    add(
        new PhpSetting(
            name,
            standard,
            fixed,
            least + " to " + most + " " + unit,
            v ->
                v.matches("0|[1-9][0-9]{0,8}") && inRange(Long.parseLong(v), least, most)
                    ? v
                    : ""));
  }

  private static void flag(String name, boolean standard) {
    add(new PhpSetting(name, standard ? "On" : "Off", false, "On or Off", PhpSetting::onOrOff));
  }

  private static void words(String name, String standard, List<String> words) {
    text(name, standard, String.join(", ", words), v -> words.contains(v) ? v : "");
  }

  private static void text(
      String name, String standard, String bounds, UnaryOperator<String> normal) {
    add(new PhpSetting(name, standard, false, bounds, normal));
  }

  private static boolean inRange(long value, long least, long most) {
    return value >= least && value <= most;
  }

  /** A size as PHP writes it, in bytes; negative if it is none. Zeros in front would be octal. */
  private static long bytes(String value) {
    if (!value.matches("(0|[1-9][0-9]{0,9})[KMGkmg]?")) {
      return -1;
    }
    int unit = "KMG".indexOf(Character.toUpperCase(value.charAt(value.length() - 1)));
    long number = Long.parseLong(unit < 0 ? value : value.substring(0, value.length() - 1));
    return number << (10 * (unit + 1));
  }

  private static String onOrOff(String value) {
    return switch (value.toLowerCase(java.util.Locale.ROOT)) {
      case "on", "1", "yes", "true" -> "On";
      case "off", "0", "no", "false" -> "Off";
      default -> "";
    };
  }

  /** {@code E_ALL & ~E_NOTICE} or a number. */
  private static String messages(String value) {
    if (value.matches("0|[1-9][0-9]{0,4}")) {
      return inRange(Long.parseLong(value), 0, 32_767) ? value : "";
    }
    int mask = -1;
    for (String word : value.split("&", -1)) {
      String name = word.strip();
      boolean without = name.startsWith("~");
      Integer bits = MESSAGES.get(without ? name.substring(1).strip() : name);
      if (bits == null) {
        return "";
      }
      mask &= without ? ~bits : bits;
    }
    return inRange(mask, 0, 32_767) ? Integer.toString(mask) : "";
  }

  private static String zone(String value) {
    return ZoneId.getAvailableZoneIds().contains(value) && value.matches("[A-Za-z0-9_/+-]+")
        ? value
        : "";
  }

  private static String name(String value) {
    return value.matches("[A-Za-z0-9._-]{1,40}") ? value : "";
  }

  private static String id(String value) {
    return value.matches("[A-Za-z][A-Za-z0-9_]{0,39}") ? value : "";
  }

  /** All of them, by name. */
  static List<PhpSetting> all() {
    return List.copyOf(ALL.values());
  }

  /**
   * Checks what a program says.
   *
   * @throws Fault {@code invalid-value}
   */
  static Directive.PhpValue checked(String name, String value) {
    PhpSetting setting = ALL.get(name);
    if (setting == null) {
      throw new Fault(
          Code.INVALID_VALUE,
          Text.shown(name) + " is not among the settings of PHP that a program may make",
          "there are: " + String.join(", ", ALL.keySet()));
    }
    String normal = setting.normal.apply(value);
    if (normal.isEmpty()) {
      throw new Fault(
          Code.INVALID_VALUE,
          name + " may be " + setting.bounds + ", not " + Text.shown(value),
          "what holds by itself is " + setting.standard);
    }
    return new Directive.PhpValue(name, normal);
  }

  /**
   * The value of each setting. A form is at least as large as the largest file that may be in it.
   *
   * @param said values that programs gave
   */
  static SortedMap<String, String> values(Map<String, String> said) {
    SortedMap<String, String> values = new TreeMap<>();
    ALL.forEach((name, setting) -> values.put(name, said.getOrDefault(name, setting.standard)));
    long form = bytes(value(values, UPLOAD)) + FORM_BYTES;
    if (form > bytes(value(values, POST))) {
      values.put(POST, Long.toString(form));
    }
    return values;
  }

  private static String value(SortedMap<String, String> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  /** Seconds that a script may compute, of {@link #values}. */
  static int seconds(SortedMap<String, String> values) {
    return Integer.parseInt(value(values, TIME));
  }

  /** Lines for PHP with those values that scripts can change, or with the others. */
  static List<String> lines(SortedMap<String, String> values, boolean fixed) {
    return ALL.values().stream()
        .filter(s -> s.fixed == fixed)
        .map(s -> Ini.line(s.name, value(values, s.name)))
        .toList();
  }
}
