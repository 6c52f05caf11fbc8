package coop.croft.controller.engine;

import coop.croft.lang.Bounds;

/**
 * How much programs may cost together. A member has the room of the largest program, however many
 * programs it is spread over; all members have what the controller's heap bears. The heap must bear
 * it twice, while a new site is taken in, and what one member plans beside it. A part of that is
 * for members who have little: a few large ones cannot fill it.
 *
 * @param member for the programs of one member
 * @param site for those of all members
 * @param little what a member may come to and still have all of the site's room
 * @param large for those of all members, while a member comes to more than that
 */
record Room(Size member, Size site, Size little, Size large) {
  /** Bytes of heap for each domain of a site; one takes some 1,000. */
  private static final long DOMAIN_BYTES = 16_000;

  /** Bytes of heap for each resource of a site; a record of the DNS takes from 150 to 350. */
  private static final long RESOURCE_BYTES = 1_200;

  /** Bytes of heap for each character of a site. */
  private static final long CHARACTER_BYTES = 10;

  private static final Size MEMBER =
      new Size(20_000, Bounds.DEFAULT.resources(), Bounds.DEFAULT.text());

  private static final Size LITTLE = new Size(100, 5_000, 500_000);

  /** Of the site's room the eighth part is for members who have little. */
  private static final int PARTS = 8;

  /** In this process. */
  static final Room HERE = in(Runtime.getRuntime().maxMemory());

  /**
   * @param heap in bytes
   */
  static Room in(long heap) {
    Size site = new Size(heap / DOMAIN_BYTES, heap / RESOURCE_BYTES, heap / CHARACTER_BYTES);
    return new Room(MEMBER, site, LITTLE, site.parts(PARTS - 1, PARTS));
  }

  /** What there is for all members when one of them has so much. */
  Size siteFor(Size own) {
    return own.isWithin(little) ? site : large;
  }
}
