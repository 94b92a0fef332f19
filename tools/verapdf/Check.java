import java.io.BufferedInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;

import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Check FLAVOUR FILE…: one line per file on stdout, tab-separated: the path, then "ok" or the failed rules. */
public final class Check {
    public static void main(String[] words) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(words[0]);
        for (int i = 1; i < words.length; i++) {
            System.out.println(words[i] + "\t" + verdict(Path.of(words[i]), flavour));
        }
    }

    private static String verdict(Path file, PDFAFlavour flavour) {
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
                PDFAParser parser = Foundries.defaultInstance().createParser(bytes, flavour)) {
            PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false);
            ValidationResult result = validator.validate(parser);
            if (result.getPDFAFlavour() != flavour || result.getTotalAssertions() == 0) {
                return "nothing was checked";
            }
            return result.isCompliant() ? "ok" : failures(result);
        } catch (Exception fault) {
            return "unreadable: " + fault;
        }
    }

    private static String failures(ValidationResult result) {
        TreeSet<String> rules = new TreeSet<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                rules.add(rule + " " + assertion.getMessage().replaceAll("\\s+", " "));
            }
        }
        return String.join("; ", rules);
    }
}
