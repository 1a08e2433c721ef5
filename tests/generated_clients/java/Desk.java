import java.util.UUID;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.EligibilityCheckApi;
import org.openapitools.client.api.JpkiCardsApi;
import org.openapitools.client.api.RegistryTokensApi;
import org.openapitools.client.model.CheckAnswer;
import org.openapitools.client.model.CheckRequest;
import org.openapitools.client.model.Challenge;
import org.openapitools.client.model.PresenceProofRequest;
import org.openapitools.client.model.Problem;
import org.openapitools.client.model.PurposeOfUse;
import org.openapitools.client.model.Result;
import org.openapitools.client.model.TokenAnswer;

/** A reception desk written against the generated client alone: java Desk BASE_URL CARD_ID PIN. */
public final class Desk {
    private static final String INSTITUTION = "9910000018";

    private Desk() {
    }

    public static void main(String[] arguments) throws Exception {
        String url = arguments[0];
        RegistryTokensApi tokens = new RegistryTokensApi(client(url, null));
        try {
            tokens.tokensGetToken("client_credentials", null, null, "clinic", "wrong");
        } catch (ApiException refused) {
            tell("token refused", refused.getCode(), refused.getResponseBody().contains("\"invalid_client\""));
        }
        TokenAnswer token = tokens.tokensGetToken(
            "client_credentials", null, null, "clinic", "clinic-development-secret");
        tell("token", token.getTokenType().getValue(), token.getExpiresIn());

        ApiClient own = client(url, token.getAccessToken());
        EligibilityCheckApi desk = new EligibilityCheckApi(own);
        Challenge challenge = desk.checkIssueChallenge();
        PresenceProofRequest shown = new PresenceProofRequest()
            .pin(arguments[2]).nonce(challenge.getNonce()).institution(INSTITUTION).purpose(PurposeOfUse.CARE_VISIT);
        String proof = new JpkiCardsApi(own)
            .cardsProvePresence(UUID.fromString(arguments[1]), shown).getPresenceProof();

        CheckRequest asked = new CheckRequest().presenceProof(proof).clientReference("uketsuke-1");
        CheckAnswer answer = desk.checkEligibility(asked, null);
        tell("by card", answer.getMethod(), answer.getClientReference(), answer.getAsOf());
        tell("validity", answer.getOutcome(), answer.getValidity());
        Result result = answer.getResults().get(0);
        tell("insurer", result.getInsurer().getNumber(), result.getCopayPercent());
        tell("limit", result.getLimitCertificate().getCategory(),
            result.getLimitCertificate().getMonthlyLimit().getBaseYen());

        try {
            desk.checkEligibility(asked, null);
        } catch (ApiException refused) {
            Problem problem = own.getObjectMapper().readValue(refused.getResponseBody(), Problem.class);
            tell("refused", problem.getType(), problem.getStatus(), problem.getRetryable());
        }
    }

    private static ApiClient client(String url, String token) {
        ApiClient client = new ApiClient();
        client.updateBaseUri(url);
        if (token != null) {
            client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
        }
        return client;
    }

    private static void tell(Object... things) {
        StringBuilder line = new StringBuilder();
        for (Object thing : things) {
            line.append(line.length() == 0 ? "" : ", ").append(thing);
        }
        System.out.println(line);
    }
}
