package coop.croft.controller.door;

import coop.croft.controller.audit.Audit;
import coop.croft.controller.store.Database;
import coop.croft.controller.store.Hosts;
import coop.croft.controller.trust.Authority;
import coop.croft.core.wire.Agents;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which host calls, by its certificate, and that it gets another one in time. TLS has looked at the
 * certificate when the connection was opened; a connection lives long, so each call is looked at.
 */
final class Callers {
  private static final Logger LOG = LoggerFactory.getLogger(Callers.class);
  private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

  /**
   * A host that does not renew when it is asked is asked again so often in a certificate's life.
   */
  private static final int ASKED = 50;

  private static final int CURVE_BITS = 256;

  private final Database db;
  private final Authority authority;
  private final Clock clock;
  private final Map<String, Instant> asked = new ConcurrentHashMap<>();

  Callers(Database db, Authority authority, Clock clock) {
    this.db = db;
    this.authority = authority;
    this.clock = clock;
  }

  /** The certificate that the caller has shown. */
  static X509Certificate shown(Context ctx) {
    Object shown = ctx.req().getAttribute(CERTIFICATES);
    if (!(shown instanceof X509Certificate[] chain) || chain.length == 0) {
      throw new Refused(HttpStatus.UNAUTHORIZED, "show the certificate of a host");
    }
    return chain[0];
  }

  /** The host that calls, by the one certificate that is its own today. */
  Hosts.Joined of(Context ctx) {
    X509Certificate shown = shown(ctx);
    Hosts.Joined host =
        Authority.hostOf(shown)
            .flatMap(name -> db.<Optional<Hosts.Joined>>read(h -> Hosts.find(h, name)))
            .orElseThrow(() -> new Refused(HttpStatus.FORBIDDEN, "no host of the site has joined"));
    String fingerprint = Authority.fingerprint(shown);
    if (host.revoked().isPresent()) {
      throw denied(host, "was revoked");
    }
    if (authority.isOver(shown)) {
      throw denied(host, "has a certificate that ended " + shown.getNotAfter().toInstant());
    }
    if (fingerprint.equals(host.next())) {
      adopt(host, fingerprint);
    } else if (isNewer(host, shown)) {
      db.write(
          h -> {
            Hosts.take(h, host.name(), fingerprint, Authority.pem(shown));
            return 0;
          });
      LOG.info("host {} has shown a newer certificate than the copy knew", host.name());
    } else if (!fingerprint.equals(host.fingerprint())) {
      throw denied(host, "has shown a certificate that counts no longer");
    }
    return host;
  }

  /** After a restore: one that the authority gave later than the one that the copy knows. */
  private static boolean isNewer(Hosts.Joined host, X509Certificate shown) {
    return host.newer() && given(shown).isAfter(given(Authority.certificate(host.certificate())));
  }

  private static Instant given(X509Certificate certificate) {
    return certificate.getNotBefore().toInstant();
  }

  private static Refused denied(Hosts.Joined host, String why) {
    return new Refused(HttpStatus.FORBIDDEN, host.name() + " " + why + "; " + remedy(host.name()));
  }

  /** How a host that may not speak gets to speak. */
  static String remedy(String host) {
    return "it joins again with a new token: croft host add "
        + host
        + " on the controller, then croft-agent join TOKEN on "
        + host;
  }

  private void adopt(Hosts.Joined host, String fingerprint) {
    Instant now = clock.instant();
    String name = host.name();
    boolean first =
        db.<Boolean>write(
            h -> {
              boolean adopted = Hosts.adopt(h, name, fingerprint);
              if (adopted) {
                Audit.append(h, now, new Audit.Entry("host " + name, name, "renew", name, "done"));
              }
              return adopted;
            });
    if (first) {
      LOG.info("host {} has a new certificate", name);
    }
  }

  /** Whether a caller is to be told now that its certificate comes to its end. */
  boolean isToRenew(Context ctx, Hosts.Joined host) {
    Instant now = clock.instant();
    if (now.isBefore(authority.renewal(shown(ctx)))) {
      return false;
    }
    Instant last = asked.getOrDefault(host.name(), Instant.MIN);
    if (now.isBefore(last.plus(authority.life().dividedBy(ASKED)))) {
      return false;
    }
    asked.put(host.name(), now);
    return true;
  }

  /** How long a caller may be kept waiting before its certificate must be looked at again. */
  Duration patience(Context ctx) {
    Instant now = clock.instant();
    Instant due = authority.renewal(shown(ctx));
    return now.isBefore(due) ? Duration.between(now, due) : authority.life().dividedBy(ASKED);
  }

  /** Gives a caller the certificate for its next key; before its time nobody gets one. */
  Agents.Renewed renew(Context ctx, Agents.Renew wanted) {
    Hosts.Joined host = of(ctx);
    if (clock.instant().isBefore(authority.renewal(shown(ctx)))) {
      throw new Refused(HttpStatus.CONFLICT, "the certificate is good for a while yet");
    }
    X509Certificate next = certify(host.name(), publicKey(wanted.publicKey()));
    db.write(
        h -> {
          Hosts.offer(h, host.name(), Authority.fingerprint(next), Authority.pem(next));
          return 0;
        });
    return new Agents.Renewed(Authority.pem(next));
  }

  X509Certificate certify(String host, PublicKey key) {
    try {
      return authority.agent(host, key);
    } catch (GeneralSecurityException e) {
      throw new Refused(HttpStatus.BAD_REQUEST, "this key cannot be certified");
    }
  }

  /** A key on the curve P-256, of the length that such a key has. */
  static PublicKey publicKey(String base64) {
    try {
      PublicKey read =
          KeyFactory.getInstance("EC")
              .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
      boolean curve =
          read instanceof ECPublicKey ec
              && ec.getParams().getCurve().getField().getFieldSize() == CURVE_BITS;
      if (!curve) {
        throw new Refused(HttpStatus.BAD_REQUEST, "an agent's key is on the curve P-256");
      }
      return read;
    } catch (GeneralSecurityException e) {
      throw new Refused(HttpStatus.BAD_REQUEST, "this is no public key");
    }
  }
}
