// A reception desk written against the generated client alone: desk BASE_URL CARD_ID PIN.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	onshi "desk/onshi"
)

const institution = "9910000018"

func main() {
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(url, card, pin string) error {
	config := onshi.NewConfiguration()
	config.Servers = onshi.ServerConfigurations{{URL: url}}
	client := onshi.NewAPIClient(config)
	stranger := context.Background()

	asked := client.RegistryTokensAPI.TokensGetToken(stranger).GrantType("client_credentials").ClientId("clinic")
	_, refused, err := asked.ClientSecret("wrong").Execute()
	var failure *onshi.GenericOpenAPIError
	if !errors.As(err, &failure) {
		return errors.New("a wrong secret was taken")
	}
	tell("token refused", refused.StatusCode, strings.Contains(string(failure.Body()), `"invalid_client"`))
	token, _, err := asked.ClientSecret("clinic-development-secret").Execute()
	if err != nil {
		return err
	}
	tell("token", token.GetTokenType(), token.GetExpiresIn())

	desk := context.WithValue(stranger, onshi.ContextAccessToken, token.GetAccessToken())
	challenge, _, err := client.EligibilityCheckAPI.CheckIssueChallenge(desk).Execute()
	if err != nil {
		return err
	}
	shown := onshi.NewPresenceProofRequestWithDefaults()
	shown.SetPin(pin)
	shown.SetNonce(challenge.GetNonce())
	shown.SetInstitution(institution)
	shown.SetPurpose(onshi.PURPOSEOFUSE_CARE_VISIT)
	proof, _, err := client.JpkiCardsAPI.CardsProvePresence(desk, card).PresenceProofRequest(*shown).Execute()
	if err != nil {
		return err
	}

	request := onshi.NewCheckRequest()
	request.SetPresenceProof(proof.GetPresenceProof())
	request.SetClientReference("uketsuke-1")
	answer, _, err := client.EligibilityCheckAPI.CheckEligibility(desk).CheckRequest(*request).Execute()
	if err != nil {
		return err
	}
	tell("by card", answer.GetMethod(), answer.GetClientReference(), answer.GetAsOf())
	tell("validity", answer.GetOutcome(), answer.GetValidity())
	result := answer.GetResults()[0]
	insurer := result.GetInsurer()
	tell("insurer", insurer.GetNumber(), result.GetCopayPercent())
	certificate := result.GetLimitCertificate()
	limit := certificate.GetMonthlyLimit()
	tell("limit", certificate.GetCategory(), limit.GetBaseYen())

	_, _, err = client.EligibilityCheckAPI.CheckEligibility(desk).CheckRequest(*request).Execute()
	if !errors.As(err, &failure) {
		return errors.New("a used nonce was taken")
	}
	problem, isProblem := failure.Model().(onshi.Problem)
	if !isProblem {
		return fmt.Errorf("no problem: %s", failure.Body())
	}
	tell("refused", problem.GetType(), problem.GetStatus(), problem.GetRetryable())
	return nil
}

func tell(things ...any) {
	words := make([]string, len(things))
	for place, thing := range things {
		words[place] = fmt.Sprint(thing)
	}
	fmt.Println(strings.Join(words, ", "))
}
