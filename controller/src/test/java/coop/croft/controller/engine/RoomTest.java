package coop.croft.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.lang.Code;
import coop.croft.lang.SourceText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs may come to together: all of a member, and all of the site. */
class RoomTest {
  private static final Size LARGE = new Size(1_000, 1_000_000, 1_000_000_000);
  private static final Room ANY = new Room(LARGE, LARGE, LARGE, LARGE);

  private Wanted wanted;

  @BeforeEach
  void found() throws Exception {
    Map<String, Set<Right>> rights =
        Map.of(
            "alice", Set.of(new Right(Right.Kind.DOMAIN, "alice.example")),
            "bob", Set.of(new Right(Right.Kind.DOMAIN, "bob.example")));
    wanted =
        ((Draft.Result.Good) Draft.first(List.of(LabSite.file()), new Rights(rights))).wanted();
  }

  /** A program of one domain that asks for so many records, a resource each beside the domain. */
  private static Change put(String member, String name, int records) {
    String all =
        IntStream.range(0, records)
            .mapToObj(i -> "dns (dnsA \"h%d\" \"203.0.113.9\")".formatted(i))
            .collect(Collectors.joining("; "));
    String text = "domain \"%s.%s.example\" with %s end".formatted(name, member, all);
    return new Change.Put(
        new SourceId(member, name),
        new SourceText(name + ".dtl", text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Change remove(String member, String name) {
    return new Change.Remove(new SourceId(member, name));
  }

  private void take(Room room, Change... changes) {
    Draft.Result result = Draft.of(wanted, List.of(changes), room);
    assertThat(result).isInstanceOf(Draft.Result.Good.class);
    wanted = ((Draft.Result.Good) result).wanted();
  }

  private Complaint.AtPlace refused(Room room, Change... changes) {
    Draft.Result result = Draft.of(wanted, Arrays.asList(changes), room);
    assertThat(result).isInstanceOf(Draft.Result.Bad.class);
    List<Complaint> complaints = ((Draft.Result.Bad) result).complaints();
    assertThat(complaints).singleElement().isInstanceOf(Complaint.AtPlace.class);
    Complaint.AtPlace at = (Complaint.AtPlace) complaints.getFirst();
    assertThat(at.diagnostic().code()).isEqualTo(Code.BOUND);
    return at;
  }

  private static Room member(long domains, long resources, long text) {
    return new Room(new Size(domains, resources, text), LARGE, LARGE, LARGE);
  }

  private static Room site(long domains, long resources, long text) {
    Size size = new Size(domains, resources, text);
    return new Room(LARGE, size, Size.NOTHING, size);
  }

  private long text(String member) {
    return Size.of(
            wanted.sources().entrySet().stream()
                .filter(e -> e.getKey().member().equals(member))
                .map(Map.Entry::getValue)
                .toList())
        .text();
  }

  @Test
  void theProgramsOfAMemberHaveABoundTogether() {
    take(member(1_000, 10, 100_000), put("alice", "a", 4));
    take(member(1_000, 10, 100_000), put("alice", "b", 4), put("bob", "a", 9));
    Complaint.AtPlace over = refused(member(1_000, 10, 100_000), put("alice", "c", 0));
    assertThat(over.text().file()).isEqualTo("c.dtl");
    assertThat(over.diagnostic().span().toString()).startsWith("c.dtl:1:1");
    assertThat(over.diagnostic().message())
        .isEqualTo(
            "all of your programs together would ask for 11 resources, more than the bound of 10");
    assertThat(over.diagnostic().hint())
        .contains(
            "those in force ask for 10 resources; ask for less, or remove one that you do not need:"
                + " croft remove NAME");
  }

  @Test
  void domainsAndTextHaveOneEach() {
    take(member(2, 1_000, 100_000), put("alice", "a", 4), put("alice", "b", 4));
    assertThat(refused(member(2, 1_000, 100_000), put("alice", "c", 0)).diagnostic().message())
        .isEqualTo("all of your programs together would open 3 domains, more than the bound of 2");
    long text = text("alice");
    assertThat(text).isPositive();
    take(member(1_000, 1_000, text), put("alice", "a", 4));
    assertThat(refused(member(1_000, 1_000, text), put("alice", "a", 5)).diagnostic().message())
        .startsWith("all of your programs together would hold ")
        .endsWith(" characters of text, their own included, more than the bound of " + text);
  }

  /** A program that is nothing but a comment, and so many bytes of the room with its name. */
  private static Change comment(String member, String name, int size) {
    int bytes = size - Size.A_PROGRAM - (name + ".dtl").length();
    return new Change.Put(
        new SourceId(member, name),
        new SourceText(
            name + ".dtl", ("#" + "x".repeat(bytes - 1)).getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void whatProgramsSayThemselvesIsText() {
    Room room = member(1_000, 1_000, 50_000);
    take(room, comment("alice", "a", 30_000), comment("alice", "b", 20_000));
    assertThat(text("alice")).isEqualTo(50_000);
    take(room, comment("bob", "a", 50_000));
    Complaint.AtPlace over = refused(room, comment("alice", "b", 20_001));
    assertThat(over.diagnostic().span().toString()).isEqualTo("b.dtl:1:1");
    assertThat(over.diagnostic().message())
        .isEqualTo(
            "all of your programs together would hold 50001 characters of text, their own included,"
                + " more than the bound of 50000");
    assertThat(over.diagnostic().hint())
        .contains(
            "those in force hold 50000 characters of text, their own included; ask for less or"
                + " write less (comments count, and each program 2000 besides), or remove one that"
                + " you do not need: croft remove NAME");
    take(room, comment("alice", "a", 29_999), comment("alice", "b", 20_001));
    refused(site(1_000, 1_000, 100_000), comment("bob", "a", 50_001));
    take(site(1_000, 1_000, 100_001), comment("bob", "a", 50_001));
  }

  /** Otherwise as many of a byte as anybody likes would be entered, and read at each start. */
  @Test
  void emptyProgramsTakeRoom() {
    Room room = member(1_000, 1_000, 3L * 2_010);
    take(room, comment("alice", "a", 2_010), comment("alice", "b", 2_010));
    take(room, comment("alice", "c", 2_010));
    refused(room, comment("alice", "d", 2_010));
    take(room, remove("alice", "b"), comment("alice", "d", 2_010));
    assertThat(Room.in(384L << 20).member().text() / Size.A_PROGRAM).isEqualTo(8_000);
  }

  @Test
  void textInForceMayHaveOutgrownTheBound() {
    take(ANY, comment("alice", "a", 30_000), comment("alice", "b", 30_000));
    Size small = new Size(1_000, 1_000, 10_000);
    Room room = new Room(small, small, Size.NOTHING, small);
    take(room, new Change.Grant("alice", new Right(Right.Kind.DOMAIN, "more.example")));
    take(room, new Change.TakeSite(wanted.siteFiles()));
    assertThat(text("alice")).isEqualTo(60_000);
    refused(room, comment("alice", "a", 30_001));
    take(room, comment("alice", "a", 29_999));
    take(room, remove("alice", "b"));
    take(room, comment("alice", "a", 10_000));
    refused(room, comment("alice", "a", 10_001));
  }

  private static NavigableMap<SourceId, SourceText> waits(String member, String name, long size) {
    Change.Put put = (Change.Put) comment(member, name, Math.toIntExact(size));
    return new TreeMap<>(Map.of(put.id(), put.text()));
  }

  @Test
  void whatWaitsForAHostHasBoundsOfItsOwn() {
    List<NavigableMap<SourceId, SourceText>> waiting =
        new ArrayList<>(List.of(waits("alice", "a", Later.MOST - 10_000)));
    assertThat(Later.hasRoom(waits("alice", "b", 10_000), waiting)).isTrue();
    assertThat(Later.hasRoom(waits("alice", "b", 10_001), waiting)).isFalse();
    assertThat(Later.hasRoom(waits("alice", "a", Later.MOST), waiting)).isTrue();
    waiting.add(waits("bob", "a", Later.MOST));
    waiting.add(waits("carol", "a", Later.MOST));
    assertThat(Later.hasRoom(waits("dan", "a", Later.MOST), waiting)).isTrue();
    waiting.add(waits("dan", "a", Later.MOST));
    assertThat(Later.hasRoom(waits("erin", "a", 10_000), waiting)).isTrue();
    assertThat(Later.hasRoom(waits("erin", "a", 10_001), waiting)).isFalse();
  }

  /** With a setting each, in one program of some 300 kB; with TLS more would not fit. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "web \"s%d\" with setHeader \"X-Moor\" \"%d\" end",
        "vhost \"s%d\" where SSL = use_cert \"/home/alice/all.pem\" with end"
      })
  void fiveThousandSitesHaveRoom(String site) {
    String sites =
        IntStream.range(0, 5_000)
            .mapToObj(i -> site.replace("%d", i + ""))
            .collect(Collectors.joining(";\n  "));
    byte[] text =
        ("dom \"alice.example\" with\n  " + sites + "\nend\n").getBytes(StandardCharsets.UTF_8);
    take(
        Room.in(384L << 20),
        new Change.Grant("alice", new Right(Right.Kind.USER, "alice")),
        new Change.Grant("alice", new Right(Right.Kind.GROUP, "alice")),
        new Change.Grant("alice", new Right(Right.Kind.PATH, "/home/alice")),
        new Change.Put(new SourceId("alice", "sites"), new SourceText("sites.dtl", text)));
    assertThat(wanted.units()).containsKey("alice.example");
  }

  @Test
  void theFirstProgramThatGoesOverEndsASubmission() {
    Complaint.AtPlace over =
        refused(
            member(1_000, 10, 100_000),
            put("alice", "a", 4),
            put("alice", "b", 5),
            put("alice", "c", 9),
            put("alice", "d", 9));
    assertThat(over.text().file()).isEqualTo("b.dtl");
    assertThat(over.diagnostic().hint())
        .contains("those in force ask for 0 resources; ask for less");
  }

  @Test
  void onlyWhatASubmissionComesToCounts() {
    Room room = member(1_000, 10, 100_000);
    take(room, put("alice", "a", 1), put("alice", "b", 7));
    // What shrinks or goes makes room, wherever it stands.
    take(room, put("alice", "a", 7), put("alice", "b", 1));
    take(room, put("alice", "a", 8), remove("alice", "b"));
    take(room, put("alice", "a", 9));
    refused(room, put("alice", "a", 10));
  }

  @Test
  void whatIsInForceMayHaveOutgrownTheBound() {
    take(ANY, put("alice", "a", 9), put("alice", "b", 9));
    Size small = new Size(1, 10, 100);
    Room room = new Room(small, small, Size.NOTHING, small);
    take(room, new Change.Grant("alice", new Right(Right.Kind.DOMAIN, "more.example")));
    take(room, new Change.TakeSite(wanted.siteFiles()));
    take(room, put("alice", "a", 8));
    take(room, put("alice", "a", 7), put("alice", "b", 10));
    refused(room, put("alice", "a", 8));
    take(room, remove("alice", "a"));
  }

  @Test
  void allProgramsOfTheSiteHaveABoundTogether() {
    Room room = site(1_000, 10, 100_000);
    take(room, put("alice", "a", 4), put("bob", "a", 4));
    Complaint.AtPlace over = refused(room, put("bob", "a", 5));
    assertThat(over.diagnostic().message())
        .isEqualTo(
            "the programs of all members together would ask for 11 resources, more than the 10"
                + " that the controller has room for");
    assertThat(over.diagnostic().hint().orElseThrow())
        .startsWith("tell ")
        .contains(wanted.compiler().site().contact())
        .endsWith("your programs in force ask for 5 resources");
    take(room, put("bob", "a", 3));
    take(room, put("alice", "a", 5));
    refused(site(2, 1_000, 100_000), put("alice", "b", 0));
  }

  /** Cheap errors, none of which keeps the others from being found. */
  private static Change wrong(String name, int errors) {
    String text = "dom 1 with end;\n".repeat(errors);
    return new Change.Put(
        new SourceId("alice", name),
        new SourceText(name + ".dtl", text.getBytes(StandardCharsets.UTF_8)));
  }

  private List<Complaint> complaints(Change... changes) {
    Draft.Result result = Draft.of(wanted, Arrays.asList(changes), ANY);
    assertThat(result).isInstanceOf(Draft.Result.Bad.class);
    return ((Draft.Result.Bad) result).complaints();
  }

  @Test
  void noProgramIsLookedAtBehindAsManyErrorsAsAreShown() {
    assertThat(complaints(wrong("a", 60), wrong("b", 40)))
        .hasSize(Complaints.MOST)
        .allSatisfy(c -> assertThat(c).isInstanceOf(Complaint.AtPlace.class));
    List<Complaint> more = complaints(wrong("a", 60), wrong("b", 60), wrong("c", 60));
    assertThat(more).hasSize(Complaints.MOST + 1);
    assertThat(more.getLast()).isEqualTo(new Complaint.More(20, true));
    assertThat(Complaint.sentences(List.of(more.getLast())))
        .isEqualTo("there are 20 more errors, and what comes after them was not looked at");
    assertThat(complaints(wrong("a", 100), put("alice", "b", 1)).getLast())
        .isEqualTo(new Complaint.More(0, true));
    assertThat(complaints(wrong("a", 101)).getLast()).isEqualTo(new Complaint.More(1, false));
  }

  /** With all errors of all programs kept, these take gigabytes. */
  @Test
  void theErrorsOfManyProgramsTakeTheMemoryOfOne() {
    Change[] changes =
        IntStream.range(0, 200).mapToObj(i -> wrong("p" + i, 3_400)).toArray(Change[]::new);
    List<Complaint> some = complaints(changes);
    assertThat(some).hasSize(Complaints.MOST + 1);
    assertThat(some.getLast()).isEqualTo(new Complaint.More(3_300, true));
  }

  @Test
  void longErrorsAreFewer() {
    Complaints all = new Complaints();
    Complaint half = new Complaint.Plain("x".repeat(Complaints.MOST_CHARACTERS / 2));
    all.add(half);
    assertThat(all.isFull()).isFalse();
    all.add(half);
    assertThat(all.isFull()).isTrue();
    all.add(half);
    assertThat(all.list()).containsExactly(half, half, new Complaint.More(1, false));
    assertThat(Complaints.some(all.list())).isEqualTo(all.list());
  }

  @Test
  void aPartOfTheRoomIsForMembersWhoHaveLittle() {
    Size site = new Size(1_000, 20, 1_000_000);
    Size little = new Size(2, 5, 10_000);
    Room room = new Room(LARGE, site, little, new Size(1_000, 14, 1_000_000));
    take(room, put("alice", "a", 13));
    Complaint.AtPlace over = refused(room, put("alice", "b", 0));
    assertThat(over.diagnostic().message())
        .isEqualTo(
            "the programs of all members together would ask for 15 resources, more than the 14 that"
                + " the controller has room for beside what it keeps for small members");
    take(room, put("bob", "a", 4));
    refused(room, put("bob", "a", 5));
    take(room, put("bob", "a", 3));
    refused(new Room(LARGE, new Size(1_000, 18, 1_000_000), little, little), put("bob", "a", 4));
  }

  @Test
  void partsOfTheRoomAreOfTheHeap() {
    Room packaged = Room.in(384L << 20);
    assertThat(packaged.little()).isEqualTo(new Size(100, 5_000, 500_000));
    assertThat(packaged.siteFor(packaged.little())).isEqualTo(packaged.site());
    for (Size more : List.of(new Size(101, 0, 0), new Size(0, 5_001, 0), new Size(0, 0, 500_001))) {
      assertThat(packaged.siteFor(more)).isEqualTo(packaged.large());
    }
    assertThat(packaged.large().domains()).isBetween(21_000L, packaged.site().domains() * 7 / 8);
    // One member alone has room for what one member may have.
    assertThat(packaged.member().isWithin(packaged.large())).isTrue();
  }

  /** The largest benchmark is one member's, and the heap that a controller has bears it. */
  @Test
  void tenThousandDomainsOfEightRecordsHaveRoom() {
    int own = 11_001 * 350 + 300 * Size.A_PROGRAM;
    Size largest = new Size(11_001, 11_001 * 10, 6_000_000 + own);
    Room packaged = Room.in(384L << 20);
    for (Size bound : List.of(packaged.member(), packaged.large())) {
      assertThat(largest.domains()).isLessThan(bound.domains());
      assertThat(largest.resources()).isLessThan(bound.resources());
      assertThat(largest.text()).isLessThan(bound.text());
    }
  }
}
