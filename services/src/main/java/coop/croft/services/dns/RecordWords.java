package coop.croft.services.dns;

import static coop.croft.services.imports.ProgramText.constant;

/** A record as a program writes it: the other direction of {@link DnsLibrary}. */
final class RecordWords {
  private RecordWords() {}

  /**
   * An expression of type {@code dnsRecord}.
   *
   * @param host as the type {@code host} has it
   */
  static String of(String host, Rdata data) {
    String at = constant(host);
    return switch (data) {
      case Rdata.A a -> ofDomain(host, "dnsA", "dnsDefaultA") + constant(a.address());
      case Rdata.Aaaa a -> ofDomain(host, "dnsAAAA", "dnsDefaultAAAA") + constant(a.address());
      case Rdata.Cname c -> words("dnsCNAME", at, constant(c.target()));
      case Rdata.Mx m ->
          ofDomain(host, "dnsMXAt", "dnsMX") + m.preference() + " " + constant(m.target());
      case Rdata.Ns n -> ofDomain(host, "dnsNSAt", "dnsNS") + constant(n.target());
      case Rdata.Txt t -> words("dnsTXT", at, constant(t.text()));
      case Rdata.Srv s ->
          words("dnsSRV", at, s.priority(), s.weight(), s.port(), constant(s.target()));
      case Rdata.Caa c -> words("dnsCAA", at, c.flags(), constant(c.tag()), constant(c.value()));
      case Rdata.Sshfp s ->
          words("dnsSSHFP", at, s.algorithm(), s.kind(), constant(s.fingerprint()));
      case Rdata.Tlsa t ->
          words("dnsTLSA", at, t.usage(), t.selector(), t.matching(), constant(t.data()));
      case Rdata.Naptr n ->
          words(
              "dnsNAPTR",
              at,
              n.order(),
              n.preference(),
              constant(n.flags()),
              constant(n.services()),
              constant(n.regexp()),
              constant(n.replacement()));
      case Rdata.Ptr p -> words("dnsPTR", at, constant(p.target()));
      case Rdata.Ds d ->
          words("dnsDS", at, d.keyTag(), d.algorithm(), d.digestType(), constant(d.digest()));
      case Rdata.Loc l -> words("dnsLOC", at, constant(l.text()));
      case Rdata.Hinfo h -> words("dnsHINFO", at, constant(h.cpu()), constant(h.os()));
    };
  }

  /** Some words have a shorter form for the domain itself. */
  private static String ofDomain(String host, String word, String wordOfDomain) {
    return host.equals("@") ? wordOfDomain + " " : word + " " + constant(host) + " ";
  }

  private static String words(String word, Object... arguments) {
    StringBuilder out = new StringBuilder(word);
    for (Object argument : arguments) {
      out.append(' ').append(argument);
    }
    return out.toString();
  }
}
