package dev.passerelle.loadtests.result.markdown;

import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.ResultException;
import dev.passerelle.loadtests.result.ResultFile;
import dev.passerelle.loadtests.result.Whole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts tables of results into a document, between `<!-- loadtest:NAME -->` and `<!-- /loadtest
/// -->`. A place may name several results, with commas between, for one table.
public final class DocsWriter {
    private static final Pattern PLACE =
            Pattern.compile(
                    "(<!-- loadtest:([^>]*?) -->)(.*?)(<!-- /loadtest -->)", Pattern.DOTALL);
    private static final String ENDING = ".json";

    private DocsWriter() {}

    /// Replaces the tables of a file.
    ///
    /// @throws ResultException if the file has no place for tables, or a place names a result that
    ///   is not there
    public static void write(Path document, Map<String, Result> results) {
        String filled = filled(text(document), document.toString(), results);
        Whole.write(document, out -> out.write(filled.getBytes(StandardCharsets.UTF_8)));
    }

    /// A document with its tables as they should be.
    ///
    /// @param where the document is, for errors
    public static String filled(String document, String where, Map<String, Result> results) {
        Matcher place = PLACE.matcher(document);
        var filled = new StringBuilder();
        boolean any = false;
        while (place.find()) {
            any = true;
            String tables = MarkdownTables.of(named(place.group(2), where, results));
            String whole = place.group(1) + "\n\n" + tables + "\n\n" + place.group(4);
            place.appendReplacement(filled, Matcher.quoteReplacement(whole));
        }
        if (!any) {
            throw new ResultException(
                    where
                            + " has no place for tables: put `<!-- loadtest:NAME -->` and `<!-- /loadtest -->` into it");
        }
        place.appendTail(filled);
        return filled.toString();
    }

    /// The results of a folder by name: `NAME.json`.
    public static Map<String, Result> folder(Path folder) {
        var results = new TreeMap<String, Result>();
        try (var files = Files.list(folder)) {
            List<Path> json = files.filter(DocsWriter::isResult).sorted().toList();
            for (Path file : json) {
                String name = file.getFileName().toString();
                results.put(
                        name.substring(0, name.length() - ENDING.length()), ResultFile.read(file));
            }
        } catch (NoSuchFileException e) {
            throw new ResultException("there is no folder of results " + folder, e);
        } catch (IOException e) {
            throw new ResultException("can't read " + folder + ": " + e, e);
        }
        return results;
    }

    /// Puts a result into a folder, without what tables don't need.
    public static void keep(Path result, Path folder) {
        ResultFile.write(ResultFile.read(result).slim(), folder.resolve(result.getFileName()));
    }

    private static boolean isResult(Path file) {
        return file.getFileName().toString().endsWith(ENDING);
    }

    private static List<Result> named(String names, String where, Map<String, Result> results) {
        var named = new ArrayList<Result>();
        for (String name : names.split(",", -1)) {
            Result result = results.get(name.strip());
            if (result == null) {
                throw new ResultException(
                        "%s has a place for `%s`, of which there is no result; there are %s"
                                .formatted(where, name.strip(), results.keySet()));
            }
            named.add(result);
        }
        return named;
    }

    private static String text(Path document) {
        try {
            return Files.readString(document);
        } catch (NoSuchFileException e) {
            throw new ResultException("there is no document " + document, e);
        } catch (IOException e) {
            throw new ResultException("can't read " + document + ": " + e, e);
        }
    }
}
