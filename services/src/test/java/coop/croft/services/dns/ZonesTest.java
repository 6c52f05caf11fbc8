package coop.croft.services.dns;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.manifest.Hash;
import coop.croft.core.model.Rights;
import coop.croft.core.model.Site;
import coop.croft.core.model.SourceId;
import coop.croft.core.plan.Step;
import coop.croft.lang.Code;
import coop.croft.lang.Span;
import coop.croft.services.Certificate;
import coop.croft.services.Conflict;
import coop.croft.services.Facts;
import coop.croft.services.Given;
import coop.croft.services.Proof;
import coop.croft.services.Resource;
import coop.croft.services.Service;
import coop.croft.services.Unit;
import coop.croft.services.World;
import coop.croft.services.domain.Address;
import coop.croft.services.domain.DnsKind;
import coop.croft.services.domain.Domain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How zones of one world depend on each other, and what the site adds by itself. */
class ZonesTest {
  private static final Rights RIGHTS =
      Sample.rights("mallory moor.example", "emil ferry.moor.example", "carol croft.example");

  private final DnsService service = new DnsService();

  private String text(Unit unit, World world) {
    return service.render(unit, world, Facts.OFFLINE).stream()
        .filter(f -> Places.zoneOfText(f.path()).isPresent())
        .map(f -> new String(f.content(), StandardCharsets.US_ASCII))
        .findFirst()
        .orElse("");
  }

  private static Unit moor(Rdata data, String host) {
    return Sample.unit("mallory", "moor.example", Sample.record("moor.example", host, data));
  }

  @Test
  void aChildIsDelegatedByItself() {
    Unit parent = Sample.unit("mallory", "moor.example");
    Unit child = Sample.unit("emil", "ferry.moor.example");
    assertThat(text(parent, Sample.world(RIGHTS, parent, child)))
        .contains("ferry.moor.example. 3600 IN NS ns1.croft.example.\n");
    assertThat(text(parent, Sample.world(RIGHTS, parent))).doesNotContain("ferry");
    assertThat(service.affected("ferry.moor.example", Sample.world(RIGHTS, parent)))
        .containsExactly("moor.example");
    Unit without = Sample.unit("emil", "ferry.moor.example", DnsKind.NONE, 1, List.of());
    assertThat(text(parent, Sample.world(RIGHTS, parent, without))).doesNotContain("ferry");
    Unit grandchild = Sample.unit("emil", "old.ferry.moor.example");
    assertThat(text(parent, Sample.world(RIGHTS, parent, without, grandchild)))
        .contains("old.ferry.moor.example. 3600 IN NS");
    assertThat(text(parent, Sample.world(RIGHTS, parent, child, grandchild)))
        .doesNotContain("old.ferry");
  }

  @Test
  void aWildcardDoesNotCoverWhatOthersHold() {
    Unit parent = moor(new Rdata.A("203.0.113.1"), "*");
    assertThat(text(parent, Sample.world(RIGHTS, parent)))
        .contains("_held.ferry.moor.example. 3600 IN TXT \"held by somebody else\"\n");
    Unit plain = moor(new Rdata.A("203.0.113.1"), "www");
    assertThat(text(plain, Sample.world(RIGHTS, plain))).doesNotContain("_held");
  }

  /** They are the administrators', whether or not anybody is called so. */
  @Test
  void aWildcardCoversNeitherNamesAmongTheMembersNorPreviews() {
    Site site =
        new Site(
            "croft.example",
            "hostmaster@croft.example",
            "/home",
            "/home",
            60,
            List.of(),
            List.of(),
            Optional.empty(),
            List.of(),
            Site.LogDays.USUAL,
            Site.ScriptLimits.USUAL,
            Site.USUAL_PROXY_AT_A_TIME,
            Optional.of("members.moor.example"),
            Optional.of("preview.moor.example"));
    Unit parent = moor(new Rdata.A("203.0.113.1"), "*");
    assertThat(text(parent, Sample.world(RIGHTS.in(site), parent)))
        .contains("\n_held.members.moor.example. 3600 IN TXT ")
        .contains("\n_held.preview.moor.example. 3600 IN TXT ")
        .doesNotContain("emil.members");
  }

  @Test
  void aWildcardDoesNotCoverLongNamesEither() {
    for (int length = 240; length <= 253; length++) {
      String name = longName(length);
      Rights rights = Sample.rights("mallory moor.example", "emil " + name);
      Unit parent = moor(new Rdata.A("203.0.113.1"), "*");
      String owner = length <= 247 ? "_held." + name : name;
      assertThat(text(parent, Sample.world(rights, parent)))
          .contains("\n" + owner + ". 3600 IN TXT \"held by somebody else\"\n");
    }
  }

  @Test
  void whatAWildcardDoesNotCoverHasNoAddressByIt(@TempDir Path directory) throws IOException {
    Rights rights = Sample.rights("mallory moor.example", "emil x.ferry.moor.example");
    for (Rdata wild : List.of(new Rdata.A("203.0.113.1"), new Rdata.Cname("www.other.example"))) {
      for (String server :
          List.of("a", "a.b", "ferry", "a.ferry", "x.ferry", "a.x.ferry", "_held.x.ferry")) {
        for (String host : List.of("@", "sub")) {
          Unit unit =
              Sample.unit(
                  "mallory",
                  "moor.example",
                  Sample.record("moor.example", "*", wild),
                  Sample.record("moor.example", host, new Rdata.Ns(server + ".moor.example")));
          World world = Sample.world(rights, unit);
          Path file = Files.writeString(directory.resolve("zone"), text(unit, world));
          Bind.Ran bind =
              Bind.run(List.of("named-checkzone", "-i", "local", "moor.example", file.toString()));
          // At the domain itself BIND does not load such a zone; below, it only says so.
          assertThat(service.faults(unit, world).isEmpty())
              .as("%s %s %s: %s", wild, host, server, bind.output())
              .isEqualTo(!bind.output().matches("(?s).* (has no address|is a CNAME).*"));
        }
      }
    }
  }

  @Test
  void whatAWildcardDoesNotCoverIsNoCnameByIt() {
    Unit covered = mail("mail.moor.example");
    assertThat(service.faults(covered, Sample.world(RIGHTS, covered)))
        .singleElement()
        .satisfies(
            f -> assertThat(f.message()).contains("which the wildcard *.moor.example makes"));
    Unit held = mail("mail.ferry.moor.example");
    assertThat(service.faults(held, Sample.world(RIGHTS, held))).isEmpty();
  }

  private static Unit mail(String host) {
    return Sample.unit(
        "mallory",
        "moor.example",
        Sample.record("moor.example", "*", new Rdata.Cname("www.other.example")),
        Sample.record("moor.example", "post", new Rdata.Mx(10, host)));
  }

  /** Of labels of at most 63 characters, below moor.example. */
  private static String longName(int length) {
    String name = "moor.example";
    while (name.length() < length) {
      int room = Math.min(63, length - name.length() - 1);
      // No label is empty: one is left for a last character and its dot.
      int label = length - name.length() - 1 - room == 1 ? room - 1 : room;
      name = "a".repeat(label) + "." + name;
    }
    return name;
  }

  @Test
  void aNameAboveSomebodyElsesIsNotDelegated() {
    Rights rights = Sample.rights("mallory moor.example", "emil a.b.moor.example");
    Unit parent = moor(new Rdata.Ns("ns.evil.test"), "b");
    assertThat(service.faults(parent, Sample.world(rights, parent)))
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.code()).isEqualTo(Code.NOT_HELD);
              assertThat(f.origin()).isEqualTo(parent.resources().get(1).origin());
              assertThat(f.message()).contains("a.b.moor.example below it is held by somebody");
            });
    Unit beside = moor(new Rdata.Ns("ns.evil.test"), "c");
    assertThat(service.faults(beside, Sample.world(rights, beside))).isEmpty();
    Rights own =
        Sample.rights("mallory moor.example", "mallory a.b.moor.example", "emil other.example");
    assertThat(service.faults(parent, Sample.world(own, parent))).isEmpty();
  }

  @Test
  void nameServersInTheZoneGetTheirAddresses() {
    Unit unit = Sample.unit("carol", "croft.example");
    assertThat(text(unit, Sample.world(RIGHTS, unit)))
        .contains("ns2.croft.example. 3600 IN A 192.0.2.12\n")
        .contains("ns2.croft.example. 3600 IN AAAA 2001:db8::12\n")
        .startsWith(
            "croft.example. 3600 IN SOA ns1.croft.example. host\\046master.croft.example. 1 ");
    Unit handing =
        Sample.unit(
            "carol",
            "croft.example",
            Sample.record("croft.example", "sub", new Rdata.Ns("ns2.croft.example")));
    assertThat(service.faults(handing, Sample.world(RIGHTS, handing))).isEmpty();
  }

  @Test
  void theFallbackGivesWayToOwnAddresses() {
    Address fallback = new Address("moor.example", "moor.example", List.of("dynamic"), 600, true);
    Unit bare = Sample.unit("mallory", "moor.example", fallback);
    assertThat(text(bare, Sample.world(RIGHTS, bare)))
        .contains("moor.example. 600 IN A 192.0.2.12\n")
        .contains("moor.example. 600 IN AAAA 2001:db8::12\n");
    Unit own =
        Sample.unit(
            "mallory",
            "moor.example",
            fallback,
            Sample.record("moor.example", "@", new Rdata.Aaaa("2001:db8::1")));
    assertThat(text(own, Sample.world(RIGHTS, own)))
        .contains("moor.example. 3600 IN AAAA 2001:db8::1\n")
        .doesNotContain("192.0.2.12")
        .doesNotContain(" 600 IN A");
  }

  @Test
  void addressesOfHostsCollideWithOwnRecords() {
    Unit unit =
        Sample.unit(
            "mallory",
            "moor.example",
            Sample.record("moor.example", "www", new Rdata.Cname("a.test")),
            new Address("moor.example", "www.moor.example", List.of("dynamic"), 600, false));
    assertThat(service.faults(unit, Sample.world(RIGHTS, unit)))
        .singleElement()
        .satisfies(f -> assertThat(f.origin().span().line()).isEqualTo(3));
  }

  @Test
  void recordsBelowAnothersDomainAreAConflictFromBothSides() {
    Unit parent = moor(new Rdata.A("203.0.113.1"), "www.ferry");
    Unit child = Sample.unit("emil", "ferry.moor.example");
    World world = Sample.world(RIGHTS, parent, child);
    Conflict asParent = service.conflicts(parent, world).getFirst();
    assertThat(asParent.refused()).isEqualTo(parent.resources().get(1).origin());
    assertThat(asParent.standing()).isEqualTo(child.resources().getFirst().origin());
    Conflict asChild = service.conflicts(child, world).getFirst();
    assertThat(asChild.refused()).isEqualTo(child.resources().getFirst().origin());
    assertThat(service.conflicts(child, Sample.world(RIGHTS, parent))).hasSize(1);
    assertThat(service.conflicts(parent, Sample.world(RIGHTS, child))).hasSize(1);
  }

  @Test
  void whatAnotherZoneTakesFromOneIsFoundByItsFirstRecordInTheProgram() {
    List<Resource> records = new ArrayList<>();
    for (String host : List.of("ferry", "b.ferry", "a.ferry", "xferry", "ferr", "ferry-x")) {
      records.add(Sample.record("moor.example", host, new Rdata.A("203.0.113.1")));
    }
    Unit parent = Sample.unit("mallory", "moor.example", DnsKind.USE, 5, records);
    Unit child = Sample.unit("emil", "ferry.moor.example");
    World world = Sample.world(RIGHTS, parent, child);
    assertThat(service.conflicts(parent, world))
        .singleElement()
        .satisfies(c -> assertThat(c.refused().span().line()).isEqualTo(6));
    Unit before = Sample.unit("mallory", "ferry.moor.example", DnsKind.USE, 1, List.of());
    assertThat(lines(service.faults(parent, Sample.world(RIGHTS, parent, before))))
        .containsExactlyInAnyOrder(6, 7, 8);
    Unit behind = Sample.unit("mallory", "ferry.moor.example", DnsKind.USE, 7, List.of());
    assertThat(service.faults(parent, Sample.world(RIGHTS, parent, behind)))
        .satisfies(f -> assertThat(lines(f)).containsExactlyInAnyOrder(7, 8))
        .anySatisfy(f -> assertThat(f.hint()).contains("the first is in line 6"));
  }

  private static List<Integer> lines(List<? extends Service.Fault> faults) {
    return faults.stream().map(f -> f.origin().span().line()).toList();
  }

  /** The largest zone, and as many zones below it: each with each would be a matter of hours. */
  @Test
  void manyZonesLieBelowOneOfManyRecords() {
    List<Resource> records = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      for (int k = 1; k <= 100; k++) {
        records.add(Sample.record("moor.example", "h" + i, new Rdata.A("203.0.113." + k)));
      }
    }
    Unit parent = Sample.unit("mallory", "moor.example", DnsKind.USE, 1, records);
    for (String member : List.of("mallory", "emil")) {
      List<Unit> all = new ArrayList<>(List.of(parent));
      for (int i = 0; i < 15_000; i++) {
        all.add(Sample.unit(member, "c" + i + ".moor.example"));
      }
      World world = Sample.world(RIGHTS, all.toArray(Unit[]::new));
      for (Unit unit : all) {
        assertThat(service.conflicts(unit, world)).isEmpty();
        assertThat(service.faults(unit, world)).isEmpty();
      }
    }
  }

  /** With something kept for each of the names above, these would take gigabytes. */
  @Test
  void recordsDeepInTheTreeTakeNoMoreThanTheirNames() {
    ZoneDraft zone = new ZoneDraft("moor.example");
    String deep = "a.".repeat(115);
    Span span = Sample.origin(new SourceId("mallory", "mallory"), 1).span();
    for (int i = 0; i < 60_000; i++) {
      String owner = deep + "n" + i + ".moor.example";
      Rdata data = new Rdata.Txt("x");
      assertThat(zone.add(new ZoneDraft.Entry(owner, 3600, data, span))).isEmpty();
    }
    assertThat(zone.exists("a.n7.moor.example")).isTrue();
    assertThat(zone.exists("moor.example")).isTrue();
    assertThat(zone.exists("example")).isFalse();
    assertThat(zone.exists("b.n7.moor.example")).isFalse();
    ZoneDraft.Entry cut =
        new ZoneDraft.Entry("a.a.n7.moor.example", 3600, new Rdata.Ns("ns.test"), span);
    assertThat(zone.add(cut))
        .hasValueSatisfying(p -> assertThat(p.message()).contains("would hide the TXT record"));
  }

  @Test
  void ofManyFaultsOfAZoneAsManyAreToldAsSomebodyMayRead() {
    for (int count : List.of(ZoneFaults.MOST, ZoneFaults.MOST + 1, 40_000)) {
      List<Resource> records = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        records.add(Sample.record("moor.example", "h" + i, new Rdata.Ds(1, 8, 2, "ab".repeat(32))));
      }
      Unit unit = Sample.unit("mallory", "moor.example", DnsKind.USE, 1, records);
      assertThat(service.faults(unit, Sample.world(RIGHTS, unit))).hasSize(ZoneFaults.MOST);
    }
  }

  @Test
  void aProofStandsInTheZoneUnlessTheMemberLeadsItsNameElsewhere() {
    Proof proof = new Proof("moor.example", Proof.Way.DNS, "moor.example", "", "digest");
    String line = "_acme-challenge.moor.example. 60 IN TXT \"digest\"\n";
    assertThat(proven(Sample.unit("mallory", "moor.example"), proof)).contains(line);
    Unit own = moor(new Rdata.Txt("mine"), "_acme-challenge");
    assertThat(proven(own, proof))
        .contains("_acme-challenge.moor.example. 3600 IN TXT \"digest\"\n", "\"mine\"");
    Unit elsewhere = moor(new Rdata.Cname("proofs.elsewhere.example"), "_acme-challenge");
    assertThat(proven(elsewhere, proof)).doesNotContain("digest");
    Proof file = new Proof("moor.example", Proof.Way.HTTP, "moor.example", "t", "digest");
    assertThat(proven(own, file)).doesNotContain("digest");
  }

  private String proven(Unit unit, Proof proof) {
    Facts facts = new Given(site -> Optional.empty(), List.of(proof));
    List<Fragment> fragments = service.render(unit, Sample.world(RIGHTS, unit), facts);
    return new String(fragments.getLast().content(), StandardCharsets.US_ASCII);
  }

  @Test
  void aSignedZoneHasNoTtlAboveADay() {
    List<Resource> records =
        List.of(
            new Signed("moor.example"),
            new ZoneRecord("moor.example", "a.moor.example", 86_401, new Rdata.A("203.0.113.1")),
            new ZoneRecord("moor.example", "b.moor.example", 86_400, new Rdata.A("203.0.113.1")));
    Unit unit = Sample.unit("mallory", "moor.example", records.toArray(Resource[]::new));
    assertThat(service.faults(unit, Sample.world(RIGHTS, unit)))
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.origin()).isEqualTo(unit.resources().get(2).origin());
              assertThat(f.message())
                  .isEqualTo(
                      "TTL 86401 of the A record of a.moor.example: in a signed zone it is at most"
                          + " 86400");
              assertThat(f.hint().orElseThrow()).contains("TTL = 86400 or less");
            });
    Unit unsigned =
        Sample.unit("mallory", "moor.example", records.subList(1, 3).toArray(Resource[]::new));
    assertThat(service.faults(unsigned, Sample.world(RIGHTS, unsigned))).isEmpty();
  }

  @Test
  void aSignedDomainHasNoTtlAboveADayEither() {
    assertThat(signedFaults(86_400)).isEmpty();
    assertThat(signedFaults(86_401))
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.origin().span().line()).isEqualTo(1);
              assertThat(f.message())
                  .isEqualTo("TTL 86401 of moor.example: in a signed zone it is at most 86400");
            });
  }

  /** Of a domain with this TTL, which its record has from it. */
  private List<Service.Fault> signedFaults(long ttl) {
    List<Unit.Asked> asked = new ArrayList<>();
    SourceId source = new SourceId("mallory", "mallory");
    for (Resource r :
        List.of(
            new Domain("moor.example", DnsKind.USE, ttl),
            new Signed("moor.example"),
            new ZoneRecord("moor.example", "a.moor.example", ttl, new Rdata.A("203.0.113.1")))) {
      asked.add(new Unit.Asked(r, Sample.origin(source, asked.size() + 1)));
    }
    Unit unit = new Unit(source, "moor.example", asked);
    return service.faults(unit, Sample.world(RIGHTS, unit));
  }

  @Test
  void setsToWhichTheSiteAddsLeaveRoom() {
    assertMost(80, "@", i -> new Rdata.Ns("ns" + i + ".elsewhere.test"));
    assertMost(100, "sub", i -> new Rdata.Ns("ns" + i + ".elsewhere.test"));
    assertMost(90, "_acme-challenge.www", i -> new Rdata.Txt("proof " + i));
    assertMost(100, "www", i -> new Rdata.Txt("text " + i));
  }

  private void assertMost(int most, String host, IntFunction<Rdata> data) {
    Resource[] records =
        IntStream.rangeClosed(0, most)
            .mapToObj(i -> Sample.record("moor.example", host, data.apply(i)))
            .toArray(Resource[]::new);
    Unit unit = Sample.unit("mallory", "moor.example", records);
    assertThat(service.faults(unit, Sample.world(RIGHTS, unit)))
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.origin()).isEqualTo(unit.resources().getLast().origin());
              assertThat(f.message()).startsWith("there can be no more than " + most + " ");
            });
  }

  @Test
  void theOrderOfAProgramIsNoChange() {
    ZoneRecord a = Sample.record("moor.example", "a", new Rdata.A("203.0.113.1"));
    ZoneRecord b = Sample.record("moor.example", "b", new Rdata.A("203.0.113.2"));
    List<Hash> hashes = new ArrayList<>();
    Facts facts =
        new Facts() {
          @Override
          public long serial(String zone, Hash content) {
            hashes.add(content);
            return 7;
          }

          @Override
          public String secret(String name) {
            return name;
          }

          @Override
          public Optional<Certificate> certificate(String site) {
            return Optional.empty();
          }

          @Override
          public List<Proof> proofs(String domain) {
            return List.of();
          }
        };
    for (Unit unit :
        List.of(
            Sample.unit("mallory", "moor.example", a, b),
            Sample.unit("mallory", "moor.example", b, a, a),
            Sample.unit("mallory", "moor.example", a, b, new Signed("moor.example")))) {
      List<Fragment> fragments = service.render(unit, Sample.world(RIGHTS, unit), facts);
      assertThat(new String(fragments.getLast().content(), StandardCharsets.US_ASCII))
          .contains(" 7 3600 600 ");
    }
    assertThat(hashes.get(0)).isEqualTo(hashes.get(1)).isNotEqualTo(hashes.get(2));
  }

  @Test
  void aZoneWithoutNameServersIsRefused() {
    Unit unit = Sample.unit("mallory", "moor.example");
    World world = Sample.world(RIGHTS, unit);
    World empty =
        new World(
            new coop.croft.core.model.Site("a.b", "c@a.b", "/home", "/home", 60, List.of()),
            world.rights(),
            world.units());
    assertThat(service.faults(unit, empty))
        .singleElement()
        .satisfies(f -> assertThat(f.message()).contains("would have no NS record"));
  }

  @Test
  void stepsAreSentences() {
    String signed = "/var/lib/bind/croft/zones/a.example.db";
    assertThat(service.sentence(Step.Kind.ADD, "/etc/bind/croft/zones/a.example.conf"))
        .isEqualTo(Optional.of("serve the zone a.example"));
    assertThat(service.sentence(Step.Kind.CHANGE, "/etc/bind/croft/zones/a.example.db"))
        .isEqualTo(Optional.of("publish the changed records of a.example"));
    assertThat(service.sentence(Step.Kind.ADD, "/etc/bind/croft/zones/a.example.db")).isEmpty();
    assertThat(service.sentence(Step.Kind.ADD, signed))
        .isEqualTo(Optional.of("sign the zone a.example"));
    assertThat(service.sentence(Step.Kind.REMOVE, signed).orElseThrow()).contains("DS record");
  }

  /** The example of RFC 4509, section 2.3, with its key. */
  @Test
  void dsOfAKey() {
    assertThat(
            SigningKeys.ds(
                "dskey.example.com",
                "256 3 5 AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZ"
                    + "DRD99WYwYqUSdjMmmAphXdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9Xzc"
                    + "nOf+EPbtG9DMBmADjFDc2w/rljwvFw=="))
        .isEqualTo("60485 5 2 D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4F9E99B8383F6A1E4469DA50A");
  }
}
