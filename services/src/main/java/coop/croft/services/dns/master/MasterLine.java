package coop.croft.services.dns.master;

import coop.croft.lang.Span;
import java.util.List;
import java.util.Optional;

/** What a master file holds, in its order. */
public sealed interface MasterLine {
  /** Lines without anything. */
  record Blank() implements MasterLine {}

  /** A comment on a line of its own. */
  record Comment(String text) implements MasterLine {}

  /**
   * One record, with what the lines before said of it.
   *
   * @param place of its first word
   * @param ttl seconds
   * @param recordClass {@code IN}, in upper case
   * @param type in upper case; {@code TYPE65280} for one without a name
   * @param data what stands behind the type
   * @param origin what names in the data are relative to
   * @param comments what stands behind it
   */
  record ResourceRecord(
      Span place,
      DomainName owner,
      long ttl,
      String recordClass,
      String type,
      List<Word> data,
      Optional<DomainName> origin,
      List<String> comments)
      implements MasterLine {}

  /**
   * A record that is none, though the file goes on behind it.
   *
   * @param why a sentence without a full stop
   */
  record Broken(Span place, String what, String why) implements MasterLine {}
}
