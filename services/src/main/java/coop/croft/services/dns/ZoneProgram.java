package coop.croft.services.dns;

import coop.croft.services.dns.ZoneImport.Piece;
import coop.croft.services.imports.Imported;
import coop.croft.services.imports.ProgramText;
import coop.croft.services.imports.Remark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The program that says what an imported zone held. */
final class ZoneProgram {
  /** So many records of another TTL are worth statements before and behind them. */
  private static final int RUN = 3;

  private static final String SIGNED =
      "First take away the DS record of the old keys, then add the word dnssec.";

  private final String file;
  private final String domain;
  private final List<Piece> pieces;
  private final boolean signed;
  private final List<Remark> remarks;

  ZoneProgram(
      String file, String domain, List<Piece> pieces, boolean signed, List<Remark> remarks) {
    this.file = file;
    this.domain = domain;
    this.pieces = pieces;
    this.signed = signed;
    this.remarks = remarks;
  }

  Imported written() {
    ProgramText program = new ProgramText();
    String from =
        file.equals("-")
            ? "standard input"
            : file.startsWith("/dev/")
                ? file
                : "the zone file " + file.substring(file.lastIndexOf('/') + 1);
    program.comment(domain + ", imported from " + from + ".");
    if (remarks.stream().anyMatch(r -> r.kind().isLoss())) {
      program.comment(
          "Not all of it could be taken over as it was; comments say what is missing or other.");
    }
    if (signed) {
      program.comment("The zone was signed. " + SIGNED);
    }
    program.block("dom " + ProgramText.constant(domain) + opening(), block());
    return program.finished(file, remarks);
  }

  /** Nobody asked for the addresses of web hosts: the zone had none at its own name. */
  private String opening() {
    boolean addressed =
        pieces.stream()
            .anyMatch(
                p ->
                    p instanceof Piece.Kept kept
                        && kept.host().equals("@")
                        && kept.entry().data().type().isAddress());
    return addressed ? "" : " where DefaultAddress = false";
  }

  private ProgramText block() {
    ProgramText block = new ProgramText();
    long usual = usualTtl();
    long current = usual;
    Map<Piece, Integer> runs = runs(usual);
    // A setting stands before the comments of the record that it is for.
    List<String> waiting = new ArrayList<>();
    if (pieces.stream().anyMatch(Piece.Kept.class::isInstance)) {
      block.statement("TTL = " + usual);
    }
    for (Piece piece : pieces) {
      switch (piece) {
        case Piece.Blank b -> {
          write(waiting, block);
          block.blank();
        }
        case Piece.Comment(String text) -> waiting.add(text);
        case Piece.Kept kept -> {
          long ttl = kept.entry().ttl();
          boolean alone = ttl != usual && runs.getOrDefault(kept, 0) < RUN;
          long wanted = alone ? current : ttl;
          if (wanted != current) {
            block.statement("TTL = " + wanted);
            current = wanted;
          }
          write(waiting, block);
          statement(block, kept, alone ? " where TTL = " + ttl + " end" : "");
        }
      }
    }
    write(waiting, block);
    return block;
  }

  private static void write(List<String> comments, ProgramText block) {
    comments.forEach(block::comment);
    comments.clear();
  }

  private static void statement(ProgramText block, Piece.Kept kept, String where) {
    String text = "dns (" + RecordWords.of(kept.host(), kept.entry().data()) + ")" + where;
    if (kept.comments().size() == 1) {
      block.statement(text, kept.comments().getFirst());
    } else {
      kept.comments().forEach(block::comment);
      block.statement(text);
    }
  }

  /** The TTL of most records. */
  private long usualTtl() {
    Map<Long, Integer> counts = new LinkedHashMap<>();
    for (Piece piece : pieces) {
      if (piece instanceof Piece.Kept kept) {
        counts.merge(kept.entry().ttl(), 1, Integer::sum);
      }
    }
    long usual = 0;
    for (Map.Entry<Long, Integer> count : counts.entrySet()) {
      if (count.getValue() > counts.getOrDefault(usual, 0)) {
        usual = count.getKey();
      }
    }
    return usual;
  }

  /** How many records in a row have the TTL of each, where that is not the usual one. */
  private Map<Piece, Integer> runs(long usual) {
    Map<Piece, Integer> runs = new HashMap<>();
    List<Piece.Kept> kept =
        pieces.stream().filter(Piece.Kept.class::isInstance).map(Piece.Kept.class::cast).toList();
    int from = 0;
    for (int i = 0; i < kept.size(); i++) {
      boolean ends =
          i + 1 == kept.size() || kept.get(i + 1).entry().ttl() != kept.get(i).entry().ttl();
      if (ends) {
        if (kept.get(i).entry().ttl() != usual) {
          for (int k = from; k <= i; k++) {
            runs.put(kept.get(k), i + 1 - from);
          }
        }
        from = i + 1;
      }
    }
    return runs;
  }
}
