package coop.croft.core.manifest;

import io.avaje.jsonb.Json;
import java.nio.charset.StandardCharsets;

/**
 * What the controller wants a host to have, signed with Ed25519.
 *
 * @param site identity of the site, made once by the controller
 * @param epoch of the controller; agents and helpers refuse lower ones
 * @param generation number of the generation; never falls
 * @param root hash of the manifest's root text
 * @param signature Base64 of the signature over {@link #signedBytes}
 */
@Json
public record SignedManifest(
    String site, String host, long epoch, long generation, String root, String signature) {

  /** The bytes that the signature covers: a host may stage and check this. */
  public byte[] signedBytes() {
    return bytes("manifest");
  }

  /** What the controller signs when it has decided: a host may make this live. */
  public byte[] decisionBytes() {
    return bytes("decision");
  }

  private byte[] bytes(String what) {
    return ("croft "
            + what
            + " 1\n"
            + site
            + "\n"
            + host
            + "\n"
            + epoch
            + "\n"
            + generation
            + "\n"
            + root
            + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
