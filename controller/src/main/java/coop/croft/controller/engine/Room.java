package coop.croft.controller.engine;

import coop.croft.lang.Bounds;

/**
 * How much programs may cost together. A member has the room of the largest program, however many
 * programs it is spread over; all members have what the controller's heap bears. The heap must bear
 * it twice, while a new site is taken in, and what one member plans beside it.
 *
 * @param member for the programs of one member
 * @param site for those of all members
 */
record Room(Size member, Size site) {
  /** Bytes of heap for each domain of a site; one takes some 1,000. */
  private static final long DOMAIN_BYTES = 16_000;

  /** Bytes of heap for each resource of a site; a record of the DNS takes from 150 to 350. */
  private static final long RESOURCE_BYTES = 1_200;

  /** Bytes of heap for each character of a site. */
  private static final long CHARACTER_BYTES = 10;

  private static final Size MEMBER =
      new Size(20_000, Bounds.DEFAULT.resources(), Bounds.DEFAULT.text());

  /** In this process. */
  static final Room HERE = in(Runtime.getRuntime().maxMemory());

  /**
   * @param heap in bytes
   */
  static Room in(long heap) {
    return new Room(
        MEMBER, new Size(heap / DOMAIN_BYTES, heap / RESOURCE_BYTES, heap / CHARACTER_BYTES));
  }
}
