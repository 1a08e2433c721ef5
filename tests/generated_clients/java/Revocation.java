import java.io.FileInputStream;
import java.io.InputStream;
import java.net.URI;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateRevokedException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Asks Java's own verifier about each certificate, by OCSP and by revocation list. */
public final class Revocation {
    private static final CertificateFactory X509 = factory();
    private static final String AUTHORITY_KEY = "2.5.29.35";

    /** Arguments: the folder of roots and lists, the OCSP address, then files of certificates. */
    public static void main(String[] arguments) throws Exception {
        Set<TrustAnchor> anchors = new HashSet<>();
        for (Certificate root : read(arguments[0] + "/roots.pem")) {
            anchors.add(new TrustAnchor((X509Certificate) root, null));
        }
        List<X509CRL> lists = new ArrayList<>();
        for (int generation = 1; generation <= 3; generation++) {
            try (InputStream list = new FileInputStream(arguments[0] + "/" + generation + ".crl")) {
                lists.add((X509CRL) X509.generateCRL(list));
            }
        }
        for (int number = 2; number < arguments.length; number++) {
            CertPath path = X509.generateCertPath(List.copyOf(read(arguments[number])));
            System.out.println("ocsp " + verdict(path, anchors, byOcsp(arguments[1])));
            X509Certificate leaf = (X509Certificate) path.getCertificates().get(0);
            System.out.println("crl " + verdict(path, anchors, byList(ofItsIssuer(leaf, lists))));
        }
    }

    private interface Way {
        void add(PKIXParameters parameters, PKIXRevocationChecker checker) throws Exception;
    }

    private static Way byOcsp(String address) {
        return (parameters, checker) -> {
            checker.setOptions(EnumSet.of(PKIXRevocationChecker.Option.NO_FALLBACK));
            checker.setOcspResponder(URI.create(address));
        };
    }

    /** All generations bear one name, by which Java takes any list for any certificate: their keys tell them apart. */
    private static List<X509CRL> ofItsIssuer(X509Certificate leaf, List<X509CRL> lists) {
        byte[] key = leaf.getExtensionValue(AUTHORITY_KEY);
        return lists.stream().filter(list -> Arrays.equals(list.getExtensionValue(AUTHORITY_KEY), key)).toList();
    }

    private static Way byList(List<X509CRL> lists) {
        return (parameters, checker) -> {
            checker.setOptions(
                EnumSet.of(PKIXRevocationChecker.Option.PREFER_CRLS, PKIXRevocationChecker.Option.NO_FALLBACK));
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(lists)));
        };
    }

    private static String verdict(CertPath path, Set<TrustAnchor> anchors, Way way) throws Exception {
        CertPathValidator validator = CertPathValidator.getInstance("PKIX");
        PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
        PKIXParameters parameters = new PKIXParameters(anchors);
        way.add(parameters, checker);
        parameters.addCertPathChecker(checker);
        try {
            validator.validate(path, parameters);
            return "good";
        } catch (CertPathValidatorException refused) {
            if (refused.getCause() instanceof CertificateRevokedException revoked) {
                return "revoked " + revoked.getRevocationReason();
            }
            return "refused " + refused.getReason() + " " + refused.getMessage();
        }
    }

    private static List<Certificate> read(String file) throws Exception {
        try (InputStream certificates = new FileInputStream(file)) {
            return List.copyOf(X509.generateCertificates(certificates)).stream().map(Certificate.class::cast).toList();
        }
    }

    private static CertificateFactory factory() {
        try {
            return CertificateFactory.getInstance("X.509");
        } catch (java.security.cert.CertificateException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
