package coop.croft.lab;

import static coop.croft.lab.Lab.DYNAMIC;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Programs that people really run, set up by alice as the page of the manual says and used by
 * strangers: WordPress, DokuWiki, WebSockets in Node and Python, a form in Perl.
 *
 * <p>{@code -Dcroft.websocket.seconds=300} keeps the WebSockets open for longer.
 */
@Tag("lab")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProgramsRunTest {
  private static final String ALICE = "alice";
  private static final String HOME = "/home/alice/";
  private static final String PROGRAM = "greenhouse.example";
  private static final String BLOG = "blog.greenhouse.example";
  private static final String WIKI = "wiki.greenhouse.example";
  private static final String LIVE = "live.greenhouse.example";
  private static final String PORTS = "50074-50075";
  private static final String PASSWORD = "Tomato.and.basil.7";
  private static final long UPLOAD = 40L << 20;
  private static final int SOCKET_SECONDS = Integer.getInteger("croft.websocket.seconds", 8);

  private static final List<String> UNITS = List.of("applications-node", "applications-python");
  private static final String DATABASE = "applications-database";
  private static final String DATABASE_BEGINS =
      """
      CREATE DATABASE blog;
      CREATE USER 'blog'@'127.0.0.1' IDENTIFIED BY 'seeds';
      GRANT ALL ON blog.* TO 'blog'@'127.0.0.1';
      """;

  private static final Manual PAGE =
      Manual.pages()
          .filter(m -> m.toString().equals("members/applications.md"))
          .findFirst()
          .orElseThrow();
  private static final Set<Manual.Block> DONE = new LinkedHashSet<>();

  @BeforeAll
  static void files() {
    Lab.on("main", "croft", "grant", ALICE, "port", PORTS).expectSuccess();
    for (Manual.Block block : PAGE.blocks()) {
      String[] tag = block.tag().split(" ");
      if (block.isFile()) {
        Lab.asWithInput(ALICE, block.text(), "tee", HOME + block.fileName()).expectSuccess();
      } else if (tag.length == 2) {
        onWebHost("mkdir -p " + tag[1].substring(0, tag[1].indexOf('/'))).expectSuccess();
        Lab.feed("dynamic", block.text(), asAlice("tee", HOME + tag[1])).expectSuccess();
      }
    }
    onWebHost("chmod 755 cgi/greet").expectSuccess();
    start(UNITS.get(0), "node", HOME + "node/greet.js");
    start(UNITS.get(1), "python3", HOME + "python/greet.py");
    perform("croft apply");
  }

  @AfterAll
  static void asItWas() throws IOException {
    for (String unit : UNITS) {
      Lab.on("dynamic", "systemctl", "stop", unit);
    }
    Lab.on("dynamic", "systemctl", "stop", DATABASE);
    Lab.on("dynamic", "rm", "-rf", "/var/lib/private/" + DATABASE);
    String text =
        Files.readString(Lab.PROGRAMS.resolve("accepted/" + ALICE + "/" + PROGRAM + ".dtl"));
    Lab.apply(ALICE, PROGRAM, text).expectSuccess();
    onWebHost("rm -rf blog wiki node python cgi");
    Lab.on("main", "croft", "revoke", "--yes", ALICE, "port", PORTS);
  }

  private static void start(String unit, String... command) {
    List<String> all =
        new ArrayList<>(
            List.of("systemd-run", "--quiet", "--collect", "--unit=" + unit, "--uid=" + ALICE));
    all.addAll(Arrays.asList(command));
    Lab.on("dynamic", all.toArray(String[]::new)).expectSuccess();
  }

  /** Nothing of Croft's: a database as somebody starts it by hand. */
  private static void startDatabase() {
    Lab.feed("dynamic", DATABASE_BEGINS, "tee", "/run/" + DATABASE + ".sql").expectSuccess();
    String at = "/var/lib/" + DATABASE;
    Lab.on(
            "dynamic",
            "systemd-run",
            "--quiet",
            "--collect",
            "--unit=" + DATABASE,
            "--property=DynamicUser=yes",
            "--property=StateDirectory=" + DATABASE,
            "sh",
            "-c",
            "mariadb-install-db --no-defaults --datadir="
                + at
                + " --skip-test-db >/dev/null && exec mariadbd --no-defaults --datadir="
                + at
                + " --bind-address=127.0.0.1 --socket="
                + at
                + "/socket --init-file=/run/"
                + DATABASE
                + ".sql")
        .expectSuccess();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Lab.on("dynamic", "ss", "-Hltn", "sport = :3306").out().contains("3306"));
  }

  private static String[] asAlice(String... command) {
    List<String> all = new ArrayList<>(List.of("runuser", "-u", ALICE, "--"));
    all.addAll(Arrays.asList(command));
    return all.toArray(String[]::new);
  }

  private static Lab.Ran onWebHost(String command) {
    return Lab.on("dynamic", asAlice("env", "-C", HOME, "bash", "-c", command));
  }

  /** Runs the commands of the manual in whose block those words stand. */
  private static void perform(String words) {
    Manual.Block block =
        PAGE.blocks().stream()
            .filter(b -> b.tag().equals(Manual.WEB) && b.text().contains(words))
            .findFirst()
            .orElseThrow();
    for (String line : block.lines()) {
      String command = line.substring("$ ".length());
      Lab.Ran ran =
          command.startsWith("croft ")
              ? Lab.as(ALICE, "env", "-C", HOME, "bash", "-c", command)
              : onWebHost(command);
      assertThat(ran.exit()).as("%s: %s", command, ran.all()).isZero();
    }
    DONE.add(block);
  }

  /** A stranger with a browser that keeps cookies. */
  private record Browser(String site, String jar) {
    Browser(String site) {
      this(site, "/tmp/cookies-" + site);
      Lab.on("client", "rm", "-f", jar);
    }

    Lab.Page get(String path, String... options) {
      List<String> all = new ArrayList<>(List.of("-b", jar, "-c", jar, "--max-time", "90"));
      all.addAll(Arrays.asList(options));
      return Lab.get(DYNAMIC, site, path, all.toArray(String[]::new));
    }

    /**
     * Fills in a form.
     *
     * @param fields {@code NAME=VALUE} each
     */
    Lab.Page post(String path, String... fields) {
      List<String> options = new ArrayList<>();
      for (String field : fields) {
        options.addAll(List.of("--data-urlencode", field));
      }
      return get(path, options.toArray(String[]::new));
    }
  }

  /** The value of a hidden field of a form. */
  private static String field(Lab.Page page, String name) {
    Matcher matcher =
        Pattern.compile("name=\"" + name + "\"[^>]*value=\"([^\"]*)\"").matcher(page.body());
    assertThat(matcher.find()).as("field %s of %s", name, page).isTrue();
    return matcher.group(1);
  }

  @Test
  @Order(1)
  void wordPressIsInstalledAsTheManualSays() {
    startDatabase();
    perform("/usr/share/wordpress");
    Browser bob = new Browser(BLOG);
    assertThat(bob.get("/").header("Location")).contains("/wp-admin/setup-config.php");
    Lab.Page database =
        bob.post(
            "/wp-admin/setup-config.php?step=2",
            "dbname=blog",
            "uname=blog",
            "pwd=seeds",
            "dbhost=127.0.0.1",
            "prefix=wp_");
    assertThat(database.body()).contains("install.php");
    Lab.Page installed =
        bob.post(
            "/wp-admin/install.php?step=2",
            "weblog_title=Seeds",
            "user_name=alice",
            "admin_password=" + PASSWORD,
            "admin_password2=" + PASSWORD,
            "admin_email=alice@greenhouse.example",
            "blog_public=0");
    assertThat(installed.body()).contains("WordPress has been installed");
    perform("chmod 600 blog");
    Lab.Page front = bob.get("/");
    assertThat(front.body()).as("%s", front).contains("Seeds", "Hello world!");
    assertThat(onWebHost("stat -c %U:%a blog/wp-config.php").out()).isEqualTo("alice:600\n");
  }

  @Test
  @Order(2)
  void wordPressHasPrettyLinksAndTakesLargeFiles() {
    Browser alice = new Browser(BLOG);
    alice.get("/wp-login.php");
    Lab.Page login = alice.post("/wp-login.php", "log=alice", "pwd=" + PASSWORD, "testcookie=1");
    assertThat(login.header("Location")).as("%s", login).endsWith("/wp-admin/");

    String nonce = alice.get("/wp-admin/admin-ajax.php?action=rest-nonce").body();
    Lab.Page posted =
        alice.get(
            "/wp-json/wp/v2/posts",
            "-H",
            "X-WP-Nonce: " + nonce,
            "--data-urlencode",
            "title=Sown today",
            "--data-urlencode",
            "content=Radishes",
            "-d",
            "status=publish&slug=sown-today");
    assertThat(posted.status()).as("%s", posted).isEqualTo(201);
    String link = posted.header("Link") + posted.header("Location") + posted.body();
    Matcher pretty =
        Pattern.compile(
                "blog.greenhouse.example\\\\?(/\\\\?/?\\d{4}\\\\?/\\d\\d\\\\?/\\d\\d\\\\?/sown-today)")
            .matcher(link);
    assertThat(pretty.find()).as(link).isTrue();
    Lab.Page page = Lab.get(DYNAMIC, BLOG, pretty.group(1).replace("\\", "") + "/");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains("Sown today", "Radishes");
    assertThat(Lab.get(DYNAMIC, BLOG, "/2026/no-such-page").status()).isEqualTo(404);

    String file = "/tmp/harvest.zip";
    Lab.on("client", "sh", "-c", "head -c " + UPLOAD + " /dev/urandom >" + file).expectSuccess();
    String sum = Lab.on("client", "md5sum", file).out().split(" ")[0];
    Lab.Page form = alice.get("/wp-admin/media-new.php?browser-uploader");
    assertThat(form.body()).contains("Maximum upload file size: 64 MB");
    Lab.Page uploaded =
        alice.get(
            "/wp-admin/media-new.php?browser-uploader",
            "-H",
            "Expect:",
            "-F",
            "_wpnonce=" + field(form, "_wpnonce"),
            "-F",
            "post_id=0",
            "-F",
            "html-upload=Upload",
            "-F",
            "async-upload=@" + file + ";type=application/zip");
    assertThat(uploaded.status()).as("%s", uploaded).isEqualTo(302);
    String media = alice.get("/wp-json/wp/v2/media").body();
    Matcher source =
        Pattern.compile("\"source_url\":\"http:[^\"]*example([^\"]*harvest[^\"]*)\"")
            .matcher(media);
    assertThat(source.find()).as(media).isTrue();
    String path = source.group(1).replace("\\", "");
    String url = "http://" + BLOG + path;
    Lab.Ran back =
        Lab.on(
            "client",
            "sh",
            "-c",
            "curl -sf --resolve " + BLOG + ":80:" + DYNAMIC + " " + url + " | md5sum");
    assertThat(back.out()).startsWith(sum);
    Lab.on("client", "rm", file);
  }

  @Test
  @Order(3)
  void dokuWikiIsInstalledAndWrittenIn() {
    perform("/usr/share/dokuwiki");
    Browser alice = new Browser(WIKI);
    Lab.Page installed =
        alice.post(
            "/install.php",
            "l=en",
            "d[title]=Beds and borders",
            "d[acl]=1",
            "d[superuser]=alice",
            "d[fullname]=Alice",
            "d[email]=alice@greenhouse.example",
            "d[password]=" + PASSWORD,
            "d[confirm]=" + PASSWORD,
            "d[policy]=0",
            "d[license]=0",
            "submit=");
    assertThat(installed.body()).contains("configuration was finished successfully");
    onWebHost("rm wiki/install.php && echo \"\\$conf['userewrite'] = 1;\" >>wiki/conf/local.php")
        .expectSuccess();

    Lab.Page login = alice.get("/start?do=login");
    alice.post(
        "/start?do=login",
        "sectok=" + field(login, "sectok"),
        "u=alice",
        "p=" + PASSWORD,
        "id=start");
    Lab.Page edit = alice.get("/beds:north?do=edit");
    alice.post(
        "/doku.php?id=beds:north",
        "id=beds:north",
        "sectok=" + field(edit, "sectok"),
        "date=",
        "prefix=",
        "suffix=",
        "summary=sown",
        "wikitext====== North bed ======\n\nLeeks and **kale**.\n",
        "do[save]=1");
    Lab.Page page = Lab.get(DYNAMIC, WIKI, "/beds:north");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains("North bed", "<strong>kale</strong>", "Beds and borders");
    for (String hidden :
        List.of("/conf/users.auth.php", "/data/pages/beds/north.txt", "/inc/init.php")) {
      assertThat(Lab.get(DYNAMIC, WIKI, hidden).status()).as(hidden).isEqualTo(403);
    }
    assertThat(
            Lab.on(
                    "dynamic",
                    "runuser",
                    "-u",
                    "bob",
                    "--",
                    "cat",
                    HOME + "wiki/conf/users.auth.php")
                .all())
        .contains("Permission denied");
  }

  @Test
  @Order(4)
  void perlAnswersAForm() {
    Lab.Page page = Lab.get(DYNAMIC, LIVE, "/cgi/greet", "-d", "name=bob");
    assertThat(page.body()).isEqualTo("perl as 2001: bob\n");
  }

  /** What is said comes back, on both, while Apache is reloaded again and again. */
  @Test
  @Order(5)
  void webSocketsOutliveReloads() throws Exception {
    assertThat(Lab.get(DYNAMIC, LIVE, "/node").body()).isEqualTo("node as 2001\n");
    assertThat(Lab.get(DYNAMIC, LIVE, "/python").body()).isEqualTo("python as 2001\n");
    int said = 0;
    int reloads = 0;
    long until = System.nanoTime() + Duration.ofSeconds(SOCKET_SECONDS).toNanos();
    Moor moor = new Moor();
    try (WebSocketClient node = WebSocketClient.open(LIVE, "/node");
        WebSocketClient python = WebSocketClient.open(LIVE, "/python")) {
      while (System.nanoTime() < until || reloads < 2) {
        moor.apply("reload-" + reloads).expectSuccess();
        reloads++;
        for (int i = 0; i < 3; i++, said++) {
          assertThat(node.say("n" + said)).isEqualTo("n" + said);
          assertThat(python.say("p" + said)).isEqualTo("p" + said);
          Thread.sleep(500);
        }
        assertThat(Lab.get(DYNAMIC, "www.moor.example", "/").header("X-Moor"))
            .isEqualTo("reload-" + (reloads - 1));
      }
    } finally {
      moor.remove();
    }
    System.out.printf(
        "WebSockets: %d s, %d reloads, %d messages each way on both%n",
        SOCKET_SECONDS, reloads, said);
  }

  @Test
  @Order(6)
  void noCommandOfThePageWasLeftOut() {
    assertThat(DONE)
        .hasSameSizeAs(PAGE.blocks().stream().filter(b -> b.tag().equals(Manual.WEB)).toList());
  }
}
