package coop.croft.core.wire;

import coop.croft.core.manifest.SignedManifest;
import io.avaje.jsonb.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Messages between controller and agents; JSON over HTTP with mutual TLS.
 *
 * <pre>
 * POST /agent/join          Join -> Joined                  (no client certificate yet: the token proves)
 * POST /agent/work          State -> Work                   (waits up to 25 s if there is nothing to do)
 * POST /agent/blobs         Blobs -> frames of bytes         (only what the host's manifests reach)
 * POST /agent/alive         nothing -> 204                  (now and then while an order takes long)
 * POST /agent/receipt       Receipt -> 204
 * POST /agent/renew         Renew -> Renewed                (when the controller asked for it)
 * POST /agent/question      Answer -> Question              (waits up to 25 s if nobody wants to know anything)
 * POST /agent/relay?QUERY   Call -> lines of Event           (Relayed as query: a member on a login host; see Calls)
 * </pre>
 */
public final class Agents {
  private Agents() {}

  /**
   * @param publicKey Base64 of the DER SubjectPublicKeyInfo of the agent's new key (EC P-256)
   */
  @Json
  public record Join(String host, String secret, String publicKey) {
    public Join {
      Objects.requireNonNull(host);
      Objects.requireNonNull(secret);
      Objects.requireNonNull(publicKey);
    }
  }

  /**
   * @param certificate PEM, of the agent
   * @param authority PEM, of the site's certificate authority
   * @param manifestKey Base64 of the DER SubjectPublicKeyInfo with which manifests are signed
   */
  @Json
  public record Joined(
      String site, long epoch, String certificate, String authority, String manifestKey) {}

  /**
   * Which contents an agent lacks, by their hashes. The answer is a message of {@link
   * coop.croft.core.os.Frames} with the first of them, at least one, as many as go into {@link
   * #ANSWER_BYTES}; the agent asks again for the others.
   */
  @Json
  public record Blobs(List<String> hashes) {
    /** How many one request may name. */
    public static final int MOST = 256;

    /** What an answer of several blobs has at most. */
    public static final int ANSWER_BYTES = 1 << 20;

    /** What one blob has at most: no agent and no root helper takes a larger one. */
    public static final int MOST_BYTES = 8 << 20;

    public Blobs {
      hashes = List.copyOf(hashes);
    }
  }

  /**
   * @param publicKey Base64 of the DER SubjectPublicKeyInfo of the agent's next key (EC P-256)
   */
  @Json
  public record Renew(String publicKey) {
    public Renew {
      Objects.requireNonNull(publicKey);
    }
  }

  /**
   * @param certificate PEM; the one before counts until this one is shown for the first time
   */
  @Json
  public record Renewed(String certificate) {}

  /** What an agent runs; generation 0: nothing. {@code staged} is checked and waiting. */
  @Json
  public record State(long epoch, long live, long staged) {}

  /**
   * What an agent is asked to do next.
   *
   * @param manifest with PREPARE and COMMIT
   * @param decision with COMMIT: Base64 of the controller's signature over {@link
   *     SignedManifest#decisionBytes}
   */
  @Json
  public record Work(
      Order order, long epoch, @Nullable SignedManifest manifest, @Nullable String decision) {}

  /**
   * PREPARE: fetch, stage, check, answer. COMMIT: make the staged manifest live. ABANDON: forget
   * it. RENEW: the host's certificate comes to its end, ask for another one.
   */
  public enum Order {
    NOTHING,
    PREPARE,
    COMMIT,
    ABANDON,
    RENEW
  }

  /** How far a generation came on a host. */
  public enum Standing {
    STAGED,
    REFUSED,
    LIVE,
    ROLLED_BACK
  }

  /**
   * @param path live path of the fragment that the daemon refuses; empty if it names none
   * @param line in that fragment; 0 if unknown
   * @param message the daemon's own words
   */
  @Json
  public record Refusal(String service, String path, int line, String message) {
    public Refusal {
      Objects.requireNonNull(service);
      Objects.requireNonNull(path);
      Objects.requireNonNull(message);
    }
  }

  /**
   * An agent's answer for one generation. What drivers have to say has no bound, and what is told
   * has one: see {@link #bounded}.
   *
   * @param notes sentences for the member ("password file of /admin: not yours")
   * @param signature Base64, by the agent's key (SHA256withECDSA) over {@link #signedBytes}
   */
  @Json
  public record Receipt(
      String host,
      long epoch,
      long generation,
      Standing standing,
      List<Refusal> refusals,
      List<String> notes,
      String signature) {
    /** What one receipt has at most, as JSON. */
    public static final int MOST_BYTES = 1 << 20;

    /**
     * How many refusals, and how many notes, it tells; one more says how many there were. All are
     * as many as a member is shown.
     */
    public static final int MOST_TOLD = 99;

    /** Characters of a message or a note. */
    public static final int MOST_CHARACTERS = 2_000;

    public Receipt {
      Objects.requireNonNull(host);
      Objects.requireNonNull(standing);
      Objects.requireNonNull(signature);
      refusals = List.copyOf(refusals);
      notes = List.copyOf(notes);
    }

    /**
     * The same with so much of what it tells as fits: {@link #MOST_TOLD} refusals and notes of
     * {@link #MOST_CHARACTERS}, less of each if their JSON would still be larger than {@link
     * #MOST_BYTES}. Refusals that name a file go before others, and no path is cut: what is left
     * blames nobody whom the whole would not. The signature covers none of it.
     */
    public Receipt bounded() {
      return Excerpt.of(this);
    }

    /** The same with a signature. */
    public Receipt signed(String by) {
      return new Receipt(host, epoch, generation, standing, refusals, notes, by);
    }

    /** The bytes that the signature covers: {@code host epoch generation standing}, by blanks. */
    public byte[] signedBytes() {
      return (host + " " + epoch + " " + generation + " " + standing)
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  /**
   * What somebody wants to know of a host now. Looked up beside all work, and nothing is changed by
   * it.
   *
   * @param number of the question; 0: nobody asks
   * @param service whose driver answers
   * @param about one word that the driver knows
   */
  @Json
  public record Question(long number, String service, String about, List<String> words) {
    /** Nobody wants to know anything. */
    public static final Question NONE = new Question(0, "", "", List.of());

    public Question {
      Objects.requireNonNull(service);
      Objects.requireNonNull(about);
      words = List.copyOf(words);
    }
  }

  /**
   * What a host says to a question, with which it asks for the next one.
   *
   * @param number of the question; 0: it was asked nothing
   * @param failure why it cannot say; null if it can
   */
  @Json
  public record Answer(long number, List<String> lines, @Nullable String failure) {
    /** What one answer has at most, as JSON. */
    public static final int MOST_BYTES = 2 << 20;

    /** Characters of a failure. */
    public static final int MOST_CHARACTERS = 2_000;

    /** To no question. */
    public static final Answer NONE = new Answer(0, List.of(), null);

    public Answer {
      lines = List.copyOf(lines);
    }

    /** The same, or a failure that says so if its JSON is larger than {@link #MOST_BYTES}. */
    public Answer bounded() {
      return Excerpt.of(this);
    }
  }

  /**
   * Who makes a call on a login host, as the kernel says. Beside the call and not part of it: the
   * agent passes on the caller's bytes as they come, and nothing in them can say who it is.
   *
   * @param place the call's place among those of its user
   */
  public record Relayed(long uid, String user, Place place) {
    /** {@code uid=1001&user=alice&call=7&since=5}. */
    public String query() {
      return "uid="
          + uid
          + "&user="
          + URLEncoder.encode(user, StandardCharsets.UTF_8)
          + "&call="
          + place.call
          + "&since="
          + place.since;
    }
  }

  /**
   * A call's place among those of one user on one host.
   *
   * @param call its number, higher than those of all calls before it since the host joined
   * @param since the lowest number of a call that somebody still waits for, at most {@code call}:
   *     all before it came to their end, or were given up
   */
  public record Place(long call, long since) {
    /** Of a call that came through no host. */
    public static final Place NONE = new Place(0, 0);
  }
}
