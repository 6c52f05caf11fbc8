package coop.croft.services.web;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.manifest.LineMap;
import coop.croft.core.model.Host;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The file with which every master of one version of PHP begins: the same for all members, as it
 * runs as the member and gets its sockets from the unit. What sites set comes with each request,
 * see {@link PhpWriter}.
 */
final class PhpPool {
  /** Where files for PHP lie; masters read them as their members. */
  private static final String ROOT = "/etc/croft/php/";

  private PhpPool() {}

  private static String path(String version) {
    return ROOT + version + ".conf";
  }

  /** Says that a site wants PHP as a user, and which unit listens for it. */
  static String want(String version, String user, String site) {
    return ROOT + version + "/" + user + "/" + site;
  }

  /** The unit that listens for a user's requests, as systemd spells it. */
  static String unit(String version, String user) {
    return "croft-php" + version + "@" + user.replace("-", "\\x2d") + ".socket";
  }

  /** Where it listens. */
  static String socket(String version, String user, int deadline) {
    return "/run/croft/php" + version + "/" + user + "/" + deadline;
  }

  /** The files of a host's masters, one for each version. */
  static List<Fragment> files(Host host) {
    return host.has("web")
        ? PhpVersions.of(host).stream()
            .map(
                v ->
                    new Fragment(
                        host.name(), WebService.NAME, path(v), file(), false, LineMap.EMPTY))
            .toList()
        : List.of();
  }

  static byte[] file() {
    List<String> lines = new ArrayList<>();
    lines.add(Ini.section("global"));
    lines.add(Ini.line("error_log", "syslog"));
    lines.add(Ini.line("syslog.ident", "croft-php"));
    lines.add(Ini.line("log_level", "warning"));
    lines.add(Ini.line("process.max", Integer.toString(PhpDeadline.USUAL.workers() * 2)));
    for (PhpDeadline deadline : PhpDeadline.values()) {
      lines.add("");
      lines.add(Ini.section(Integer.toString(deadline.seconds)));
      lines.add(Ini.line("listen", "/run/croft/php/" + deadline.seconds));
      lines.add(Ini.line("pm", "ondemand"));
      lines.add(Ini.line("pm.max_children", Integer.toString(deadline.workers())));
      lines.add(Ini.line("pm.process_idle_timeout", "5s"));
      lines.add(Ini.line("pm.max_requests", "500"));
      lines.add(Ini.line("request_terminate_timeout", deadline.seconds + "s"));
      lines.add(Ini.line("rlimit_core", "0"));
      lines.add(Ini.line("security.limit_extensions", ".php"));
      lines.add(Ini.line("php_admin_value[expose_php]", "0"));
      // Settings come from programs alone.
      lines.add(Ini.line("php_admin_value[user_ini.filename]", ""));
      // Directories of the member's own; Debian sweeps only the one that all share.
      lines.add(Ini.line("php_admin_value[upload_tmp_dir]", "/var/tmp"));
      lines.add(Ini.line("php_admin_value[sys_temp_dir]", "/var/tmp"));
      lines.add(Ini.fromEnvironment("php_value[session.save_path]", "STATE_DIRECTORY"));
      lines.add(Ini.line("php_value[session.gc_probability]", "1"));
    }
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
