package coop.croft.services.dns;

/**
 * The types of records that members may publish, in the order in which a name's records are
 * written.
 */
public enum RecordType {
  NS,
  DS,
  A,
  AAAA,
  CNAME,
  MX,
  TXT,
  SRV,
  CAA,
  SSHFP,
  TLSA,
  NAPTR,
  PTR,
  LOC,
  HINFO;

  /** Whether records of this type tell where a host is. */
  boolean isAddress() {
    return this == A || this == AAAA;
  }
}
