package coop.croft.lang.syntax;

import java.util.List;

/** Names that are known where a file is read; for messages alone, never for what is accepted. */
public interface Lexicon {
  /** Nothing is known. */
  Lexicon EMPTY =
      new Lexicon() {
        @Override
        public List<String> like(String name) {
          return List.of();
        }

        @Override
        public List<String> variablesLike(String name) {
          return List.of();
        }

        @Override
        public boolean takesList(String name) {
          return false;
        }

        @Override
        public boolean hasType(String name) {
          return false;
        }

        @Override
        public int argumentsBeforeBlock(String name) {
          return -1;
        }
      };

  /** Values that somebody may have meant by a name, the likeliest first. */
  List<String> like(String name);

  /** Environment variables that somebody may have meant; the very name first if there is one. */
  List<String> variablesLike(String name);

  /** Whether a value of that name is a function whose only argument is a list. */
  boolean takesList(String name);

  /** Whether there is a type of that name. */
  boolean hasType(String name);

  /** How many arguments a value of that name takes before its block; -1 if it takes none. */
  int argumentsBeforeBlock(String name);
}
