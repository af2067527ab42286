package accessweb

import (
	"testing"
	"time"
)

func TestWhoForgotThePINChoosesAnewAfterACode(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	lost := s.browser("203.0.113.1")
	lost.signIn("1001", aminas, "own", "1").to("/")
	b := s.browser(away)
	b.post("/in/" + s.code("a")).to("/valj-pin")
	b.get("/valj-pin").shows(200, "<title>Vill du välja en ny PIN?", "Behåll den jag har", `name="secret"`).hides(`name="old"`)
	b.get("/").to("/min-resa") // offered, not forced
	b.post("/valj-pin", "secret", "123456", "again", "123456").shows(422, "<title>Fel: Vill du", `href="#secret"`).hides(`name="old"`, "123456\"")
	b.post("/valj-pin", "secret", "628394", "again", "628394").to("/installningar?sparat=1")
	b.get("/installningar?sparat=1").shows(200, "Sparat.")
	lost.get("/installningar").to("/logga-in?till=%2Finstallningar")
	s.browser(away).signIn("1001", aminas).shows(422)
	s.browser(away).signIn("1001", "628394").to("/")
	b.get("/valj-pin").shows(200, "<title>Byt PIN", `name="old"`).hides("Behåll den jag har")
	b.post("/valj-pin", "secret", "528394", "again", "528394").shows(422, `href="#old"`)
}

func TestACodeStandsForThePINForAQuarterOnly(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser(away)
	b.post("/in/" + s.code("a")).to("/valj-pin")
	s.later.Add(int64(16 * time.Minute))
	b.get("/valj-pin").shows(200, `name="old"`)
	b.post("/valj-pin", "secret", "628394", "again", "628394").shows(422, `href="#old"`, `id="old-fel"`)
	b.post("/logga-ut")
	b.signIn("1001", aminas).to("/")
	b.get("/valj-pin").shows(200, `name="old"`)
}

func TestChangingThePIN(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser(away)
	b.signIn("1001", aminas).to("/")
	for name, tc := range map[string]struct{ old, secret, again, field string }{
		"short":           {aminas, "48151", "48151", "secret"},
		"easy":            {aminas, "123456", "123456", "secret"},
		"not the same":    {aminas, "628394", "628395", "again"},
		"a wrong old one": {"000001", "628394", "628394", "old"},
		"nothing":         {"", "", "", "secret"},
	} {
		t.Run(name, func(t *testing.T) {
			b.t = t
			b.post("/valj-pin", "old", tc.old, "secret", tc.secret, "again", tc.again).
				shows(422, "<title>Fel: Byt PIN", `href="#`+tc.field+`"`, `id="`+tc.field+`-fel"`).hides("628394", aminas, "000001")
		})
	}
	b.t = t
	before := b.jar.Cookies(mustURL(t))
	changed := b.post("/valj-pin", "old", aminas, "secret", "628394", "again", "628394").to("/installningar?sparat=1")
	if c := changed.cookie("yr"); c == nil || c.MaxAge != 0 || c.Value == before[0].Value {
		t.Errorf("the session's token is the old one, or it lasts longer: %+v", c)
	}
	b.get("/installningar").shows(200)
	for range 9 { // and one above
		b.post("/valj-pin", "old", "000001", "secret", "528394", "again", "528394").shows(422)
	}
	b.post("/valj-pin", "old", "628394", "secret", "528394", "again", "528394").shows(429, "<title>Fel: ", `href="#old"`, "Vänta")
}

func TestOnesOwnSettings(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.browser(away).get("/installningar").to("/logga-in?till=%2Finstallningar")
	for _, address := range []string{"/installningar/lasning", "/installningar/namn", "/valj-pin", "/lattlast"} {
		s.browser(away).post(address).shows(403)
	}
	b := s.browser(away)
	b.signIn("1001", aminas).to("/")
	b.get("/installningar").shows(200, "<title>Inställningar", `name="text"`, `name="theme"`, `name="easy"`, `name="low_data"`, `name="login"`, `action="/logga-ut"`)
	b.post("/installningar/lasning", "text", "large", "theme", "mork", "easy", "1", "low_data", "1").to("/installningar?sparat=1")
	b.get("/installningar").shows(200, `data-tema="mork"`, `data-text="`, `value="large" checked`, `value="mork" checked`)
	b.post("/installningar/lasning", "text", "huge", "theme", `x" onload="`, "to", "https://evil.example").to("/installningar?sparat=1")
	b.get("/installningar").shows(200).hides("data-tema", "onload", "huge")
	b.post("/lattlast", "easy", "1", "to", "/kurs/x").to("/kurs/x")
	b.post("/lattlast", "to", "//evil.example").to("/")

	b.post("/installningar/namn", "login", "1a").shows(422, "<title>Fel: Inställningar", `href="#login"`, `id="login-fel"`, `value="1a"`)
	b.post("/installningar/namn", "login", "Amina.W").to("/installningar?sparat=1")
	b.get("/installningar").shows(200, `value="amina.w"`)
	other := s.browser(away)
	other.post("/in/" + s.code("b")).to("/valj-pin")
	other.post("/installningar/namn", "login", "AMINA.w").shows(409, "<title>Fel: ", "Någon annan har redan det namnet", `value="AMINA.w"`)
	s.browser(away).post("/logga-in", "who", "amina.w", "secret", aminas).to("/")
}

func TestADeletedAccountIsSignedOut(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser(away)
	b.post("/in/" + s.code("b")).to("/valj-pin")
	for _, q := range []string{`DELETE FROM signin_code`, `DELETE FROM account WHERE person_id = 'b'`} {
		if _, err := s.Access.DB.Exec(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	b.get("/installningar").to("/logga-in?till=%2Finstallningar")
	b.get("/logga-in").shows(200)
}

func TestARequestThatIsTooLarge(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser(away)
	b.signIn(string(make([]byte, 1<<17)), aminas).shows(422, "<title>Fel: ")
}
