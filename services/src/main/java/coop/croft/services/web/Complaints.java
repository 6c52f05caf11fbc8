package coop.croft.services.web;

import coop.croft.core.wire.Agents;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what Apache says about a configuration that it refuses. */
final class Complaints {
  /** The sentence about it follows on the same line or on the next one. */
  private static final Pattern PLACE =
      Pattern.compile("[Ss]yntax error on line ([0-9]+) of ([^\\s:]+):");

  /** A certificate that does not fit is named by the site that it is for. */
  private static final Pattern SITE =
      Pattern.compile(
          ":(?:emerg|crit|alert|error)\\].*?(AH0[0-9]{4}: .*?\\b([a-z0-9.-]+):443\\b.*)");

  private static final Pattern STAMP = Pattern.compile("^(?:\\[[^\\]]*\\] )+");
  private static final int LONGEST = 2_000;

  private Complaints() {}

  /** At least one refusal, the most telling ones. */
  static List<Agents.Refusal> read(String output) {
    List<Agents.Refusal> found = new ArrayList<>();
    List<String> lines = output.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher place = PLACE.matcher(lines.get(i));
      while (place.find()) {
        String next = i + 1 < lines.size() ? lines.get(i + 1) : "";
        String rest = lines.get(i).substring(place.end());
        int line = Integer.parseInt(place.group(1));
        found.add(refusal(live(place.group(2)), line, (rest.isBlank() ? next : rest).strip()));
      }
    }
    // The innermost file comes last: the others only include it.
    if (!found.isEmpty()) {
      return List.of(found.getLast());
    }
    for (String line : lines) {
      Matcher site = SITE.matcher(line);
      if (site.find()) {
        return List.of(refusal(SiteNames.site(site.group(2)), 0, site.group(1)));
      }
    }
    return List.of(refusal("", 0, plain(lines)));
  }

  /** The live path of a file that may have been read from the staged ones. */
  private static String live(String path) {
    int at = path.indexOf(SiteNames.ROOT);
    return at < 0 ? path : path.substring(at);
  }

  private static String plain(List<String> lines) {
    String all =
        String.join(
            "; ", lines.stream().map(l -> STAMP.matcher(l).replaceFirst("").strip()).toList());
    return all.isBlank() ? "the server does not start and does not say why" : all;
  }

  private static Agents.Refusal refusal(String path, int line, String message) {
    String cut = message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message;
    return new Agents.Refusal(WebService.NAME, path, line, cut);
  }
}
