package coop.croft.core.model;

/** One member's named program. */
public record SourceId(String member, String name) implements Comparable<SourceId> {
  @Override
  public int compareTo(SourceId o) {
    int c = member.compareTo(o.member);
    return c != 0 ? c : name.compareTo(o.name);
  }

  @Override
  public String toString() {
    return member + "/" + name;
  }
}
