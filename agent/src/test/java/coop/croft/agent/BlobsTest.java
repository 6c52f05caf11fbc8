package coop.croft.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coop.croft.core.manifest.Hash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobsTest {
  private static final byte[] TEXT = "a zone\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OTHER = "another one\n".getBytes(StandardCharsets.US_ASCII);
  private static final String HASH = Hash.of(TEXT).hex();
  private static final Map<String, byte[]> ALL = Map.of(HASH, TEXT, Hash.of(OTHER).hex(), OTHER);

  @TempDir private Path directory;
  private final List<String> fetched = new ArrayList<>();

  private Blobs blobs() throws Exception {
    return new Blobs(
        directory,
        hashes -> {
          fetched.addAll(hashes);
          return hashes.stream().map(h -> ALL.getOrDefault(h, new byte[0])).toList();
        });
  }

  @Test
  void whatIsHereIsNotFetchedAgain() throws Exception {
    blobs().fetchAll(List.copyOf(ALL.keySet()));
    assertThat(blobs().get(HASH)).isEqualTo(TEXT);
    blobs().fetchAll(List.copyOf(ALL.keySet()));
    assertThat(fetched).containsExactlyInAnyOrderElementsOf(ALL.keySet());
  }

  @Test
  void whatIsHereIsBroughtWithWhatIsFetched() throws Exception {
    blobs().get(HASH);
    fetched.clear();
    List<String> brought = Collections.synchronizedList(new ArrayList<>());
    blobs()
        .bring(List.copyOf(ALL.keySet()), some -> some.forEach(b -> brought.add(Hash.of(b).hex())));
    assertThat(brought).containsExactlyInAnyOrderElementsOf(ALL.keySet());
    assertThat(fetched).containsExactly(Hash.of(OTHER).hex());
    assertThat(blobs().get(Hash.of(OTHER).hex())).isEqualTo(OTHER);
  }

  @Test
  void whoCannotTakeIsNotAskedInVain() throws Exception {
    Blobs blobs = blobs();
    assertThatThrownBy(
            () ->
                blobs.bring(
                    List.of(HASH),
                    some -> {
                      throw new IOException("the helper ended");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("the helper ended");
    assertThat(fetched).containsExactly(HASH);
    blobs.fetchAll(List.of(HASH));
    assertThat(fetched).containsExactly(HASH);
  }

  @Test
  void whatWasCutShortIsFetchedAgain() throws Exception {
    blobs().get(HASH);
    for (byte[] cut : List.of(new byte[0], new byte[] {'a'}, OTHER)) {
      Files.write(directory.resolve(HASH), cut);
      fetched.clear();
      assertThat(blobs().get(HASH)).isEqualTo(TEXT);
      assertThat(blobs().get(HASH)).isEqualTo(TEXT);
      assertThat(fetched).containsExactly(HASH);
    }
  }
}
