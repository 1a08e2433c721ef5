using System;
using System.Linq;
using Newtonsoft.Json;
using Onshi.Api;
using Onshi.Client;
using Onshi.Model;

/// <summary>A reception desk written against the generated client alone: Desk BASE_URL CARD_ID PIN.</summary>
public static class Desk
{
    private const string Institution = "9910000018";

    public static void Main(string[] arguments)
    {
        var url = arguments[0];
        var tokens = new RegistryTokensApi(new Configuration { BasePath = url });
        try
        {
            tokens.TokensGetToken("client_credentials", clientId: "clinic", clientSecret: "wrong");
        }
        catch (ApiException refused)
        {
            Tell("token refused", refused.ErrorCode, ((string)refused.ErrorContent).Contains("\"invalid_client\""));
        }
        var token = tokens.TokensGetToken(
            "client_credentials", clientId: "clinic", clientSecret: "clinic-development-secret");
        Tell("token", token.TokenType, token.ExpiresIn);

        var own = new Configuration { BasePath = url, AccessToken = token.AccessToken };
        var desk = new EligibilityCheckApi(own);
        // The generator gives words that may be null (性別2) no type for null: they are left at their default.
        ((ApiClient)desk.Client).SerializerSettings.NullValueHandling = NullValueHandling.Ignore;
        var challenge = desk.CheckIssueChallenge();
        var shown = new PresenceProofRequest(
            pin: arguments[2], nonce: challenge.Nonce, institution: Institution, purpose: PurposeOfUse.CAREVISIT,
            aud: PresenceProofRequest.AudEnum.OnshiEligibility);
        var proof = new JpkiCardsApi(own).CardsProvePresence(Guid.Parse(arguments[1]), shown).PresenceProof;

        var asked = new CheckRequest(presenceProof: proof, clientReference: "uketsuke-1");
        var answer = desk.CheckEligibility(asked);
        Tell("by card", Word(answer.Method), answer.ClientReference, answer.AsOf.ToString("yyyy-MM-dd"));
        Tell("validity", Word(answer.Outcome), Word(answer.Validity));
        var result = answer.Results[0];
        Tell("insurer", result.Insurer.Number, result.CopayPercent);
        Tell("limit", Word(result.LimitCertificate.Category), result.LimitCertificate.MonthlyLimit.BaseYen);

        try
        {
            desk.CheckEligibility(asked);
        }
        catch (ApiException refused)
        {
            var problem = JsonConvert.DeserializeObject<Problem>((string)refused.ErrorContent);
            Tell("refused", problem.Type, problem.Status, problem.Retryable ? "true" : "false");
        }
    }

    private static string Word(object member)
    {
        return JsonConvert.SerializeObject(member).Trim('"');
    }

    private static void Tell(params object[] things)
    {
        Console.WriteLine(string.Join(", ", things.Select(thing => thing is bool ? thing.ToString().ToLower() : thing)));
    }
}
