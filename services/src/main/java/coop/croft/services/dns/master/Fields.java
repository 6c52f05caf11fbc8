package coop.croft.services.dns.master;

import coop.croft.lang.Span;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The fields of one record's data, read from left to right. */
public final class Fields {
  private final MasterLine.ResourceRecord record;
  private final List<Word> words;
  private int at;

  public Fields(MasterLine.ResourceRecord record) {
    this.record = record;
    this.words = record.data();
  }

  /**
   * @param what the field is, as a message names it: {@code the preference}
   */
  private Word word(String what) throws Unreadable {
    if (at == words.size()) {
      throw new Unreadable(end(), what + " is missing");
    }
    return words.get(at++);
  }

  private Span end() {
    return words.isEmpty() ? record.place() : words.getLast().place();
  }

  /** An absolute name. */
  public DomainName name(String what) throws Unreadable {
    return DomainName.read(word(what), record.origin());
  }

  /** A number of at most 32 bits. */
  public long number(String what) throws Unreadable {
    Word word = word(what);
    if (!word.units().matches("[0-9]{1,10}")) {
      throw new Unreadable(word.place(), what + " is no number: " + word.shown());
    }
    return Long.parseLong(word.units());
  }

  /** A word as it stands. */
  public String plain(String what) throws Unreadable {
    return word(what).text();
  }

  /** A character-string as text. */
  public String text(String what) throws Unreadable {
    return utf8(octets(word(what)), what);
  }

  /** The octets of all character-strings that are left, one char each. */
  public List<String> strings(String what) throws Unreadable {
    List<String> strings = new ArrayList<>(List.of(octets(word(what))));
    while (at < words.size()) {
      strings.add(octets(word(what)));
    }
    return strings;
  }

  private static String octets(Word word) throws Unreadable {
    String octets = word.octets();
    if (octets.length() > 255) {
      throw new Unreadable(
          word.place(), "a string has " + octets.length() + " octets: at most 255");
    }
    return octets;
  }

  /**
   * @param octets one a char
   */
  public String utf8(String octets, String what) throws Unreadable {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException e) {
      throw new Unreadable(record.place(), what + " is not UTF-8, and programs hold no other text");
    }
  }

  /** Digits that may be cut into several words. */
  public String digits(String what) throws Unreadable {
    return rest(what, "");
  }

  /** All words that are left. */
  public String rest(String what) throws Unreadable {
    return rest(what, " ");
  }

  private String rest(String what, String between) throws Unreadable {
    List<Word> rest = new ArrayList<>(List.of(word(what)));
    rest.addAll(words.subList(at, words.size()));
    at = words.size();
    return rest.stream().map(Word::text).collect(Collectors.joining(between));
  }

  /** Nothing may be left. */
  public void end(String type) throws Unreadable {
    if (at < words.size()) {
      Word word = words.get(at);
      throw new Unreadable(
          word.place(), word.shown() + " is too much: " + type + " ends before it");
    }
  }

  /** Whether the data are written as octets, whatever their type (RFC 3597, section 5). */
  public boolean areOctets() {
    return !words.isEmpty()
        && !words.getFirst().quoted()
        && words.getFirst().units().equals(String.valueOf((char) ('#' | Word.ESCAPED)));
  }
}
