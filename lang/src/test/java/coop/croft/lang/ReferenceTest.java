package coop.croft.lang;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.lang.reference.BlockKind;
import coop.croft.lang.reference.DocText;
import coop.croft.lang.reference.Entry;
import coop.croft.lang.reference.Reference;
import coop.croft.lang.syntax.LinkedText;
import coop.croft.lang.syntax.Uses;
import coop.croft.lang.types.Literals;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the reference knows of a library and a site. */
class ReferenceTest {
  private static Reference with(String site) {
    SourceText text = new SourceText("etc/site.dtl", site.getBytes(StandardCharsets.UTF_8));
    return MiniLibrary.language(Bounds.DEFAULT, List.of(text)).reference();
  }

  private static <E extends Entry> E only(Reference reference, Class<E> kind, String name) {
    List<E> found =
        reference.named(name).stream()
            .map(Reference.Found::entry)
            .filter(kind::isInstance)
            .map(kind::cast)
            .toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static DocText doc(String doc) {
    return with("{{" + doc + "}}").sections().getLast().doc();
  }

  private static List<String> links(LinkedText text) {
    return text.stretches().stream()
        .map(
            s ->
                text.text().substring(s.start(), s.end())
                    + (s.name() == null ? "" : "=" + s.name().space()))
        .toList();
  }

  @Test
  void filesStandInTheOrderOfTheirUsesAndTheSiteLast() {
    Reference reference = with("");
    assertThat(reference.sections())
        .extracting(Reference.Section::name)
        .containsExactly("base", "domain", "web", "dns", "site");
    assertThat(reference.sections())
        .extracting(Reference.Section::ofSite)
        .containsExactly(false, false, false, false, true);
  }

  @Test
  void valuesHaveTypesWithLinksAndRows() {
    Entry.OfValue dom = only(with(""), Entry.OfValue.class, "dom");
    assertThat(dom.type().text()).isEqualTo("your_domain -> Domain => [Root]");
    assertThat(links(dom.type())).containsExactly("your_domain=TYPE", "Domain=CONTEXT");
    assertThat(dom.reads())
        .extracting(Entry.Row::variable)
        .containsExactly("DNS", "DefaultAddress", "TTL", "WebNodes");
    assertThat(dom.reads().getLast().type().text()).isEqualTo("[string]");
    assertThat(dom.writes()).isEmpty();
    assertThat(dom.where()).hasValue("at the top level");
    assertThat(dom.takes().orElseThrow().text()).isEqualTo("Domain");
    assertThat(dom.place().file()).isEqualTo("domain.dtl");
  }

  @Test
  void rowsThatAnAnnotationDoesNotNameAreFound() {
    Reference reference =
        with(
            """
            val short : [Domain] = defaultAddress;
            val shorter : your_domain -> Domain => [Root] =
              \\d -> \\\\block -> dom d with short; block end;
            val sets : [^Root] = begin TTL = 60; DefaultAddress = false end;
            """);
    assertThat(only(reference, Entry.OfValue.class, "short").reads())
        .extracting(Entry.Row::variable)
        .containsExactly("TTL", "WebNodes");
    assertThat(only(reference, Entry.OfValue.class, "shorter").reads())
        .extracting(Entry.Row::variable)
        .containsExactly("DNS", "DefaultAddress", "TTL", "WebNodes");
    assertThat(only(reference, Entry.OfValue.class, "sets").writes())
        .extracting(Entry.Row::variable)
        .containsExactly("DefaultAddress", "TTL");
  }

  @Test
  void variablesHaveTheirDefaultsAndReaders() {
    Reference reference = with("{{ s }} val TTL : int = 60; {{ Short. }} val MyOwn : int = 7;");
    Entry.OfVariable ttl = only(reference, Entry.OfVariable.class, "TTL");
    assertThat(ttl.byDefault()).isEqualTo("3600");
    assertThat(ttl.ofSite()).hasValue("60");
    assertThat(ttl.readBy()).contains("domain", "dom", "dns").doesNotContain("vhost");
    Entry.OfVariable own = only(reference, Entry.OfVariable.class, "MyOwn");
    assertThat(own.byDefault()).isEqualTo("7");
    assertThat(own.ofSite()).isEmpty();
    // The site's default is no declaration.
    assertThat(reference.named("TTL")).extracting(Reference.Found::entry).containsExactly(ttl);
    Entry setting = reference.sections().getLast().entries().getFirst();
    assertThat(setting).isInstanceOf(Entry.OfSetting.class);
    assertThat(setting.doc().summary()).isEqualTo("Short.");
    assertThat(setting.place()).isEqualTo(new Span("etc/site.dtl", 1, 13, 1, 16));
  }

  @Test
  void typesKnowTheirConstantsAndTheirValues() {
    Entry.OfType kind = only(with(""), Entry.OfType.class, "dns_kind");
    assertThat(kind.literals()).isEqualTo(Literals.NONE);
    assertThat(kind.makers()).containsExactly("useDns", "noDns", "secondaryOf");
    assertThat(kind.variables()).containsExactly("DNS");
    Entry.OfType ip = only(with(""), Entry.OfType.class, "ip");
    assertThat(ip.literals()).isEqualTo(Literals.STRINGS);
    assertThat(ip.takers()).containsExactly("secondaryOf", "dnsA");
  }

  @Test
  void blocksKnowWhatIsLegalInThem() {
    Map<BlockKind, List<String>> blocks = with("").blocks();
    assertThat(blocks.keySet())
        .extracting(b -> b.pred().text())
        .startsWith("Root")
        .contains("Domain", "Vhost");
    for (Map.Entry<BlockKind, List<String>> block : blocks.entrySet()) {
      switch (block.getKey().pred().text()) {
        case "Root" -> assertThat(block.getValue()).contains("dom").doesNotContain("dns", "vhost");
        case "Domain" ->
            assertThat(block.getValue()).contains("dns", "vhost").doesNotContain("dom");
        case "Vhost" -> assertThat(block.getValue()).contains("index").doesNotContain("vhost");
        default -> {}
      }
    }
    assertThat(only(with(""), Entry.OfContext.class, "Domain").openers())
        .containsExactly("domain", "dom");
  }

  @Test
  void valuesKnowTheBlocksInWhichTheyAreLegal() {
    Reference reference = with("");
    assertThat(legalIn(reference, "index"))
        .containsExactly("Vhost: vhost website", "^Vhost & Location: location");
    assertThat(legalIn(reference, "dom")).containsExactly("Root: ");
    assertThat(legalIn(reference, "dnsA")).isEmpty();
  }

  private static List<String> legalIn(Reference reference, String value) {
    return only(reference, Entry.OfValue.class, value).legalIn().stream()
        .map(b -> b.pred().text() + ": " + String.join(" ", b.openers()))
        .toList();
  }

  /** Nor could a program be checked against that. */
  @Test
  void whatIsTooMuchWorkIsNotLegal() {
    Bounds bounds = new Bounds(1 << 20, 10_000, 500, 100, 100_000, 10_000, 1_000, 1_000, 100_000);
    String heavy =
        "val heavy = \\\\b : (Vhost & ^(Domain & ^(Location & ^(Domain & ^Vhost)))) -> note \"h\";";
    SourceText site = new SourceText("site.dtl", heavy.getBytes(StandardCharsets.UTF_8));
    Reference reference = MiniLibrary.language(bounds, List.of(site)).reference();
    assertThat(legalIn(reference, "index"))
        .containsExactly("Vhost: vhost website", "^Vhost & Location: location");
    assertThat(legalIn(with(heavy), "index"))
        .containsExactly(
            "Vhost: vhost website",
            "^Vhost & Location: location",
            "Vhost & ^(Domain & ^(Location & ^(Domain & ^Vhost))): heavy");
  }

  @Test
  void aDocStringHasParagraphsCodeAndExamples() {
    DocText doc =
        doc(
            " One `dom` and\n   WebNodes. Two.\n\n   Three:\n\n       dom x with\n"
                + "         dns y\n\n       end\n   four. ");
    assertThat(doc.parts()).hasSize(4);
    assertThat(doc.parts().getFirst().text().text()).isEqualTo("One dom and WebNodes. Two.");
    assertThat(links(doc.parts().getFirst().text()))
        .containsExactly("dom=VALUE", "WebNodes=VARIABLE");
    assertThat(doc.examples()).containsExactly("dom x with\n  dns y\n\nend");
    assertThat(links(doc.parts().get(2).text())).containsExactly("dom=VALUE", "dns=VALUE");
    assertThat(doc.parts().getLast().text().text()).isEqualTo("four.");
    assertThat(doc.summary()).isEqualTo("One dom and WebNodes.");
  }

  @Test
  void anExampleMayBeTheLastPart() {
    DocText doc = doc(" Settings:\n\n       dom: it is no sentence.\n       TTL = 60; ");
    assertThat(doc.examples()).containsExactly("dom: it is no sentence.\nTTL = 60;");
    assertThat(links(doc.parts().getLast().text())).containsExactly("dom=VALUE", "TTL=VARIABLE");
    assertThat(doc.summary("dom")).isEqualTo("Settings:");
  }

  @Test
  void linesFurtherInAreAnExampleBehindABlankLineOnly() {
    assertThat(doc(" One\n       two\n   three. ").parts())
        .extracting(p -> p.text().text())
        .containsExactly("One two three.");
  }

  @Test
  void onlyWhatIsNoWordIsANameByItself() {
    DocText doc =
        doc(" A domain, its TTL, a web_node? dnsA, DefaultAddress; \"dnsA\" x.dnsA dnsA-b nodnsA ");
    assertThat(links(doc.parts().getFirst().text()))
        .containsExactly("dnsA=VALUE", "DefaultAddress=VARIABLE");
    assertThat(links(doc(" `TTL` `domain` `host` `nothing` `dnsA x` ").parts().getFirst().text()))
        .containsExactly("TTL=VARIABLE", "domain=VALUE", "host=TYPE", "nothing", "dnsA x");
  }

  @Test
  void eachOfSeveralNamesHasItsSentence() {
    DocText doc = doc(" useDns: it is there. noDns: it is not. More. ");
    assertThat(doc.summary("noDns")).isEqualTo("it is not.");
    assertThat(doc.summary("useDns")).isEqualTo("it is there.");
    assertThat(doc.summary("other")).isEqualTo("useDns: it is there.");
    assertThat(doc(" It begins with \"/\"; \".\" is none (RFC 1). More. ").summary())
        .isEqualTo("It begins with \"/\"; \".\" is none (RFC 1).");
    assertThat(doc(" It begins with \"/\". More. ").summary()).isEqualTo("It begins with \"/\".");
  }

  @Tag("thorough")
  @Test
  void anyTextIsADocString() {
    Random random = new Random(3);
    String[] bits = {
      "`",
      " ",
      "\n",
      "\t",
      "   ",
      "       ",
      "dnsA",
      "{{",
      "} ",
      "\\",
      "\"",
      "é",
      "\ud83c\udf31",
      ".",
      "#",
      "(*",
      "\u0007"
    };
    for (int i = 0; i < 500; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(30); j > 0; j--) {
        text.append(bits[random.nextInt(bits.length)]).append(j % 3 == 0 ? "" : " ");
      }
      DocText doc = doc(text.toString());
      for (DocText.Part part : doc.parts()) {
        assertThat(part.text().text()).isNotBlank();
        int at = 0;
        for (LinkedText.Stretch stretch : part.text().stretches()) {
          assertThat(stretch.start()).isBetween(at, stretch.end());
          at = stretch.end();
        }
        assertThat(at).isLessThanOrEqualTo(part.text().text().length());
      }
      assertThat(doc.summary()).isNotNull();
    }
  }

  @Test
  void allNamesAreInTheIndex() {
    Reference reference = with("val mine = 1;");
    assertThat(reference.index())
        .containsKeys(
            new Uses.Name(Uses.Space.VALUE, "mine"), new Uses.Name(Uses.Space.CONTEXT, "Vhost"));
    assertThat(reference.names()).contains("mine", "TTL", "host");
  }
}
