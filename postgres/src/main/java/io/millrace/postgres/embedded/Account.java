package io.millrace.postgres.embedded;

import com.sun.security.auth.module.UnixSystem;
import io.millrace.postgres.embedded.EmbeddedPostgresException.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Who runs PostgreSQL, which refuses to run as root.
///
/// An ordinary user runs it as itself. Root runs it in a user namespace of its own, where it has no
/// rights over the rest of the machine and the data folder still belongs to root, or, where
/// namespaces are switched off (many containers), as `postgres` or `nobody`, to whom the database
/// files are then given.
///
/// @param name for messages
/// @param owner numeric user that owns the database files, or -1 for the current user
/// @param group numeric group that goes with it, or -1
/// @param prefix words to put before a command to run it as this account
record Account(String name, int owner, int group, List<String> prefix) {
  private static final int ROOT = 0;

  Account {
    prefix = List.copyOf(prefix);
  }

  static boolean isRoot() {
    return new UnixSystem().getUid() == ROOT;
  }

  /// Chooses the account for a database folder: its present owner when it exists, else the best
  /// that works here.
  static Account choose(Path databaseFolder) throws IOException {
    if (!isRoot()) {
      return new Account(System.getProperty("user.name"), -1, -1, List.of());
    }
    var owner = Files.exists(databaseFolder) ? ownerOf(databaseFolder) : ROOT;
    if (owner == ROOT && inNamespace().works()) {
      return inNamespace();
    }
    var candidates =
        owner == ROOT
            ? unprivileged()
            : dropTo(Integer.toString(owner), owner, groupOf(databaseFolder));
    return candidates.stream()
        .filter(Account::works)
        .findFirst()
        .orElseThrow(
            () ->
                new EmbeddedPostgresException(
                    Problem.NO_PERMISSION,
                    "PostgreSQL refuses to run as root, and neither unshare, setpriv, runuser nor"
                        + " su can start it as another user here. Install util-linux, or run"
                        + " Millrace as an ordinary user."));
  }

  /// The command as this account would run it.
  List<String> command(List<String> command) {
    return Stream.concat(prefix.stream(), command.stream()).toList();
  }

  /// Whether files must be handed to this account because it is not the one this process creates
  /// files as.
  boolean differs() {
    return owner > ROOT;
  }

  /// Gives a file or folder and all that is in it to this account. Does nothing when the files are
  /// its own already.
  void give(Path path) throws IOException {
    if (!differs() || ownerOf(path) == owner) {
      return;
    }
    try (var tree = Files.walk(path)) {
      for (var file : (Iterable<Path>) tree::iterator) {
        Files.setAttribute(file, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(file, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// Throws [Problem#NO_PERMISSION] when this account cannot get into a folder.
  void requireAccess(Path folder) {
    if (differs() && !Command.succeeds(command(List.of("test", "-x", folder.toString())))) {
      throw new EmbeddedPostgresException(
          Problem.NO_PERMISSION,
          "PostgreSQL has to run as the user %s, who cannot get into %s. Allow it (chmod o+x on that folder and those above), or choose a folder elsewhere."
              .formatted(name, folder));
    }
  }

  boolean works() {
    try {
      var result = Command.run(command(List.of("id", "-u")));
      return result.succeeded() && !result.output().strip().equals("0");
    } catch (IOException _) {
      return false;
    }
  }

  private static Account inNamespace() {
    return new Account("root in a user namespace", ROOT, ROOT, List.of("unshare", "--user"));
  }

  /// All ways for root to become somebody else, best first; some may not work on this machine.
  static List<Account> unprivileged() throws IOException {
    var accounts = new ArrayList<Account>();
    for (var name : List.of("postgres", "nobody")) {
      var uid = idOf("-u", name);
      if (uid > ROOT) {
        accounts.addAll(dropTo(name, uid, idOf("-g", name)));
      }
    }
    return accounts;
  }

  private static List<Account> dropTo(String name, int uid, int gid) {
    var ids = List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups");
    var su = List.of("su", "-s", "/bin/sh", "-c", "exec \"$@\"", "--", name, "sh");
    return List.of(
        new Account(name, uid, gid, ids),
        new Account(name, uid, gid, List.of("runuser", "-u", name, "--")),
        new Account(name, uid, gid, su));
  }

  private static int idOf(String option, String name) throws IOException {
    var result = Command.run(List.of("id", option, name));
    return result.succeeded() ? Integer.parseInt(result.output().strip()) : -1;
  }

  private static int ownerOf(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid");
  }

  private static int groupOf(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:gid");
  }
}
