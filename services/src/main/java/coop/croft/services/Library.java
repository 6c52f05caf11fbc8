package coop.croft.services;

import coop.croft.lang.Diagnostic;
import coop.croft.lang.Externs;
import coop.croft.lang.SourceText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/**
 * All services that are registered, with what they give to the language.
 *
 * @param files the library files, by service
 */
record Library(List<Service> services, List<SourceText> files, Externs<Subject> externs) {
  static final Comparator<Diagnostic> BY_PLACE =
      Comparator.comparing((Diagnostic d) -> d.span().file())
          .thenComparingInt(d -> d.span().line())
          .thenComparingInt(d -> d.span().column());

  static Library find() {
    List<Service> services =
        ServiceLoader.load(Service.class, Service.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .sorted(Comparator.comparing(Service::name))
            .toList();
    Externs.Builder<Subject> externs = Externs.builder();
    List<SourceText> files = new ArrayList<>();
    for (Service service : services) {
      service.teach(externs);
      for (String file : service.library()) {
        files.add(new SourceText(file, resource(service, file)));
      }
    }
    return new Library(services, List.copyOf(files), externs.build());
  }

  private static byte[] resource(Service service, String name) {
    try (InputStream in = service.getClass().getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            "the service " + service.name() + " lacks its library file " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
