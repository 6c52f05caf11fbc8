package coop.croft.lab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.xbill.DNS.Type;

/**
 * What the daemons alone take for the same changes: files written by hand, rndc, nsupdate and a
 * signal, with Croft's agent and helper asleep. The zones and the site are of its own and are taken
 * away again.
 */
final class Floors {
  private static final int SECONDS = 30;
  private static final String RNDC = "rndc -s 127.0.0.1 -k /etc/bind/croft/control.key ";
  private static final String FILE = "/etc/bind/croft-floor";

  private final Machine main;
  private final Machine web;
  private final List<String> servers;
  private final String webAddress;
  private int round = 1;

  Floors(Machine main, Machine web, List<String> servers, String webAddress) {
    this.main = main;
    this.web = web;
    this.servers = servers;
    this.webAddress = webAddress;
  }

  private static void croft(Machine host, String verb) throws IOException, InterruptedException {
    host.root("systemctl", verb, "croft-agent", "croft-helper").expectSuccess();
  }

  private String zone(String name, int serial, String address) throws IOException {
    String path = FILE + "-" + name;
    Files.writeString(
        main.file(path),
        """
        $TTL 3600
        @ IN SOA ns1.croft.example. hostmaster.croft.example. %d 3600 600 2419200 300
        @ IN NS ns1.croft.example.
        @ IN A 203.0.113.7
        @ IN AAAA 2001:db8::7
        www IN A %s
        ftp IN CNAME www
        @ IN MX 10 mx1
        mx1 IN A 203.0.113.9
        @ IN TXT "v=spf1 mx -all"
        _sip._udp IN SRV 0 5 5060 www
        """
            .formatted(serial, address));
    return path;
  }

  private void sh(Machine host, String line) throws IOException, InterruptedException {
    host.root("/bin/sh", "-c", line).expectSuccess();
  }

  /** Brings a zone up on all servers; the hash stands for the catalog's label. */
  private void add(String name, String path) throws IOException, InterruptedException {
    sh(
        main,
        RNDC
            + "addzone "
            + name
            + " '{ type primary; file \""
            + path
            + "\"; };' && "
            + catalog("add " + label(name) + " 3600 IN PTR " + name + "."));
  }

  private void drop(String name) throws IOException, InterruptedException {
    sh(main, catalog("delete " + label(name) + " PTR") + " && " + RNDC + "delzone " + name);
    Files.deleteIfExists(main.file(FILE + "-" + name));
  }

  private static String label(String name) {
    StringBuilder wire = new StringBuilder();
    for (String part : name.split("\\.")) {
      wire.append((char) part.length()).append(part);
    }
    wire.append('\0');
    try {
      byte[] hash =
          java.security.MessageDigest.getInstance("SHA-1")
              .digest(wire.toString().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
      return java.util.HexFormat.of().formatHex(hash) + ".zones.catalog.croft.invalid.";
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String catalog(String update) {
    return "printf '%s\\n' 'server 127.0.0.1' 'zone catalog.croft.invalid' 'update "
        + update
        + "' send | nsupdate -k /etc/bind/croft/catalog.key";
  }

  Samples changedZones(int count) throws Exception {
    Samples out = new Samples();
    String name = "floor" + round + ".example";
    croft(main, "stop");
    try {
      add(name, zone(name, 1, "203.0.113.1"));
      Look.untilAll(servers, "www." + name, Type.A, "203.0.113.1", SECONDS);
      for (int i = 0; i < count; i++) {
        Thread.sleep(500);
        String address = "198.51.100." + (i % 250 + 1);
        long began = System.nanoTime();
        zone(name, i + 2, address);
        sh(main, RNDC + "reload " + name);
        out.add((Look.untilAll(servers, "www." + name, Type.A, address, SECONDS) - began) / 1e6);
      }
      drop(name);
    } finally {
      round++;
      croft(main, "start");
    }
    return out;
  }

  Samples newZones(int count) throws Exception {
    Samples out = new Samples();
    croft(main, "stop");
    try {
      for (int i = 0; i < count; i++) {
        Thread.sleep(500);
        String name = "floor" + round++ + ".example";
        long began = System.nanoTime();
        add(name, zone(name, 1, "203.0.113.1"));
        out.add(
            (Look.untilAll(servers, "www." + name, Type.A, "203.0.113.1", SECONDS) - began) / 1e6);
        drop(name);
      }
    } finally {
      croft(main, "start");
    }
    return out;
  }

  Samples changedSites(int count) throws Exception {
    Samples out = new Samples();
    String path = "/etc/apache2/croft/sites/zz-floor.conf";
    croft(web, "stop");
    try {
      for (int i = 0; i < count; i++) {
        Thread.sleep(2_000);
        String now = "f" + round++;
        long began = System.nanoTime();
        Files.writeString(
            web.file(path),
            """
            <VirtualHost *:80>
              ServerName floor.example
              Redirect 302 "/now" "http://elsewhere.example/%s"
            </VirtualHost>
            """
                .formatted(now));
        sh(web, "systemctl kill -s USR1 --kill-who=main apache2.service");
        out.add(
            (Look.untilPage(webAddress, "floor.example", "/now", "/" + now, SECONDS) - began)
                / 1e6);
      }
    } finally {
      Files.deleteIfExists(web.file(path));
      sh(web, "systemctl kill -s USR1 --kill-who=main apache2.service");
      croft(web, "start");
    }
    return out;
  }
}
