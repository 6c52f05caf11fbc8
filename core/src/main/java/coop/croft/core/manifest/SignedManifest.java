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

  /** The bytes that the signature covers. */
  public byte[] signedBytes() {
    return ("croft manifest 1\n"
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
