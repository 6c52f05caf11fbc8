package coop.croft.controller.trust;

import coop.croft.controller.store.Database;
import coop.croft.controller.store.Meta;
import coop.croft.core.manifest.Hash;
import coop.croft.core.manifest.SignedManifest;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * The key with which what hosts must have is signed: Ed25519. Helpers know its public half from the
 * day their host joined, and obey nothing else.
 *
 * @param site identity of the site
 * @param epoch of this run of the controller
 * @param publicKey Base64 of its SubjectPublicKeyInfo
 */
public record ManifestKey(String site, long epoch, PrivateKey key, String publicKey) {
  private static final String PRIVATE = "manifest-key";
  private static final String PUBLIC = "manifest-public-key";

  /** Reads the key, made at the first start, and raises the epoch. */
  public static ManifestKey open(Database db) throws GeneralSecurityException {
    KeyPair fresh = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    record Stored(String site, long epoch, String key, String publicKey) {}
    Stored stored =
        db.write(
            h ->
                new Stored(
                    Meta.once(h, "site", () -> java.util.UUID.randomUUID().toString()),
                    Meta.raiseEpoch(h),
                    Meta.once(h, PRIVATE, () -> base64(fresh.getPrivate().getEncoded())),
                    Meta.once(h, PUBLIC, () -> base64(fresh.getPublic().getEncoded()))));
    PrivateKey key =
        KeyFactory.getInstance("Ed25519")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(stored.key())));
    return new ManifestKey(stored.site(), stored.epoch(), key, stored.publicKey());
  }

  /** What a host must have, in this controller's epoch. */
  public SignedManifest sign(String host, long generation, Hash root) {
    SignedManifest bare = new SignedManifest(site, host, epoch, generation, root.hex(), "");
    String signature = sign(bare.signedBytes());
    return new SignedManifest(site, host, epoch, generation, root.hex(), signature);
  }

  /** That a manifest was decided: without this no host makes it live. */
  public String decide(SignedManifest manifest) {
    return sign(manifest.decisionBytes());
  }

  private String sign(byte[] bytes) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(bytes);
      return base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the manifest key does not sign", e);
    }
  }

  /** The key itself stays out of every text. */
  @Override
  public String toString() {
    return "key of site " + site + ", epoch " + epoch;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
