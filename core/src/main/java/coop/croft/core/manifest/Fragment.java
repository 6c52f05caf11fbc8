package coop.croft.core.manifest;

/**
 * Finished bytes for one file of one service on one host.
 *
 * @param host name of the host
 * @param service name of the service
 * @param path absolute path of the live file on that host
 * @param content the bytes, exactly as they will be live
 * @param secret whether the content must not be shown to anybody
 * @param lines back to the programs; empty for what the site itself asks for
 */
public record Fragment(
    String host, String service, String path, byte[] content, boolean secret, LineMap lines) {
  public Hash hash() {
    return Hash.of(content);
  }
}
