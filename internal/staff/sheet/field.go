package sheet

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Field is what a column means.
type Field uint8

// The closed set of columns a staff file may have.
const (
	FieldNone Field = iota
	FieldNumber
	FieldIdentity
	FieldName
	FieldFirst
	FieldLast
	FieldTitle
	FieldAID
	FieldOperation
	FieldUnit
	FieldAnsvar
	FieldTeam
	FieldEmail
	FieldMobile
	FieldManager
	FieldManagerNumber
	FieldManagerEmail
	FieldManagerIdentity
	FieldForm
	FieldExtent
	FieldStart
	FieldEnd
	fieldCount
)

// meaning is what one header name stands for. When two columns mean the same
// field the lower rank is used and the other ignored; two of the same rank are
// refused as ambiguous. For operations rank is depth, outermost first.
type meaning struct {
	field Field
	rank  int
}

// synonyms lists header names per field, "|" between names of equal rank, best
// rank first. They are compared folded, so case, dots, spaces and å/a are alike.
var synonyms = map[Field][]string{
	FieldNumber: {
		"Anställningsnr|Anställningsnummer|Anst.nr|Anstnummer|Anställnr|Anställnings nr|Anst#|Ansnr",
		"Anställningsid|Anst.id|Anställnings-ID|Medarbetarnr|Medarbetarnummer|Personalnr|Personalnummer|Anställd nr|Anställdnummer",
		"Employee number|Employee no|Employee ID|EmployeeNumber|Lönenr|Lönenummer|Medarbetarid",
	},
	FieldIdentity: {
		"Personnummer|Personnr|Pers.nr|Pnr|P-nr|Persnummer|Person-/samordningsnummer|Personnummer/samordningsnummer|" +
			"Person- eller samordningsnummer|Födelsenummer|Pers nr|Personnummer 12 siffror|Personnummer 10 siffror|ÅÅÅÅMMDD-NNNN|ÅÅMMDD-NNNN",
		"Samordningsnummer|Samordn.nr",
	},
	FieldName: {
		"Namn|Fullständigt namn|Hela namnet|Efternamn, förnamn|Förnamn Efternamn|Förnamn och efternamn|För- och efternamn|Efternamn och förnamn",
		"Medarbetare|Anställd|Anställds namn|Medarbetarens namn|Personnamn|Name|Full name",
	},
	FieldFirst: {"Förnamn|Tilltalsnamn|First name|Given name|Förnamn(en)"},
	FieldLast:  {"Efternamn|Last name|Surname|Family name|Släktnamn"},
	FieldTitle: {
		"Befattning|Befattningsbenämning|Befattningstext|Befattningsnamn", "Titel|Yrkestitel|Tjänstetitel|Befattningstitel",
		"Yrkesbefattning", "Yrkesbenämning", "Yrke|Yrkesgrupp|Yrkeskategori|Personalkategori", "Tjänst|Roll|Title|Job title|AID-text|AID-benämning|Etikettext",
	},
	FieldAID: {"AID|AID-kod|AID kod|AID-nr|AID-etikett|AID etikett|Aidetikett", "Etikett|Etikettkod|Arbetsidentifikation"},
	FieldUnit: {
		"Arbetsplats|Arbetsplatsnamn|Arbetsplatsbenämning", "Arbetsställe|Arbetsställenamn", "Tjänsteställe|Tjänstgöringsställe|Placering",
		"Enhet|Enhetsnamn|Enhetsbenämning|Enhetstext|Enhet namn", "Unit|Workplace|Org.enhet namn|Organisationsenhetsnamn",
		"Org.enhet|Organisationsenhet|Orgenhet", "Avdelning|Avdelningsnamn", "Ansvarstext|Ansvarsnamn|Ansvarsbenämning|Ansvar text|Ansvar namn|Kostnadsställe namn|Kostnadsställetext|Kst namn",
	},
	FieldAnsvar: {
		"Ansvar|Ansvarskod|Ansvarsnr|Ansvarsnummer|Ansvar kod|Ansvar nr", "Kostnadsställe|Kst|Kostnadsställenr|Kostnadsställekod|Kostn.ställe|K-ställe|Cost center",
		"Enhetskod|Enhetsnr|Enhetsnummer|Enhets-id|Enhetsid|Orgkod|Org.enhetskod",
	},
	FieldTeam: {"Arbetslag", "Arbetsgrupp|Grupp|Gruppnamn|Lag|Team|Arbetslag/grupp|Arbetslag (grupp)"},
	FieldEmail: {
		"E-post|E-postadress|Epost|Mejl|Mail|E-mail|E-mailadress|Mejladress|Mailadress|Email address|E-postadr",
		"E-post arbete|E-post (arbete)|Arbets e-post|E-post jobb|Jobbmejl",
	},
	FieldMobile: {
		"Mobil|Mobiltelefon|Mobilnummer|Mobilnr|Mobiltelefonnummer|Mobiltel|Mobiltfn|Mobile|Mobile phone",
		"Mobil arbete|Arbetsmobil|Mobil tjänst|Tjänstemobil", "Mobil privat|Privat mobil", "Telefon|Telefonnummer|Telefonnr|Tel|Tfn|Phone",
	},
	FieldManager: {
		"Chef|Närmaste chef|Chefens namn|Chefsnamn|Chef namn|Chef (namn)|Namn chef", "Enhetschef|Ansvarig chef|Närmsta chef|Överordnad|Personalansvarig|Manager|Lönesättande chef",
	},
	FieldManagerNumber:   {"Chef anst.nr|Chefens anst.nr|Chef anställningsnr|Chef anställningsnummer|Chefens anställningsnummer|Chefens anställningsnr|Anst.nr chef|Anställningsnr chef|Chefsnr|Chefsnummer|Chef nr|Chef-id|Närmaste chef anst.nr"},
	FieldManagerEmail:    {"Chef e-post|Chefens e-post|Chef e-postadress|Chefens e-postadress|Chef mejl|Chefens mejl|E-post chef|E-postadress chef|Chef mail|Närmaste chef e-post"},
	FieldManagerIdentity: {"Chef personnummer|Chefens personnummer|Chef pnr|Chefens pnr|Chef personnr|Personnummer chef|Pnr chef"},
	FieldForm: {
		"Anställningsform|Anst.form|Anställn.form|Anställningsformstext|Anställningsform text|Anst.form text", "Anställningstyp|Anst.typ|Anställningsslag|Employment type", "Anställningskategori|Avtalsform",
	},
	FieldExtent: {
		"Sysselsättningsgrad|Syss.grad|Sysselsättn.grad|Sysselsgrad|Sysgrad|Syss grad %|Sysselsättningsgrad procent|Ssg", "Tjänstgöringsgrad|Tj.grad|Tjg.grad|Tjänstg.grad|Aktuell sysselsättningsgrad",
		"Anställningsgrad|Omfattning|Omf.|Tjänstgöringsomfattning", "Grad|Procent|FTE",
	},
	FieldStart: {
		"Fr.o.m.|From|Från och med|Från|Startdatum|Start|Fr.o.m. datum|Fromdatum|Datum fr.o.m.|Från datum|Datum från",
		"Anställd fr.o.m.|Anst. fr.o.m.|Anställning fr.o.m.|Anställningens fr.o.m.|Anställd från|Anställningsstart|Anställningens startdatum|Anställning startdatum|Anst.fr.o.m. datum|Anställd from datum",
		"Anställningsdatum|Anst.datum|Anställd sedan|Anst.dat", "Gäller fr.o.m.|Giltig fr.o.m.", "Tillträde|Tillträdesdatum|Start date|Första anställningsdag|Hire date",
	},
	FieldEnd: {
		"T.o.m.|Till och med|Till|Slutdatum|Slut|T.o.m. datum|Tomdatum|Datum t.o.m.|Till datum|Datum till",
		"Anställd t.o.m.|Anst. t.o.m.|Anställning t.o.m.|Anställningens t.o.m.|Anställd till|Anställningens slutdatum|Anställning slutdatum|Anst.t.o.m. datum|Anställd tom datum|Anställningsslut",
		"Gäller t.o.m.|Giltig t.o.m.", "Avgångsdatum|Avgång|Slutar|End date|Sista anställningsdag",
	},
	FieldOperation: {
		"Organisation|Organisationsnamn", "Förvaltning|Förvaltningsnamn|Sektor|Förvaltn.|Förvaltningsbenämning", "Stadsdel|Stadsdelsområde",
		"Division|Avdelning|Avdelningsnamn", "Verksamhetsområde|Verksamhetsomr", "Verksamhet|Verksamhetsnamn|Verksamhetsbenämning|Verksamhetsgren", "Område|Områdesnamn|Geografiskt område|Distrikt",
		"Sektion|Resultatenhet|Resultatområde", "Org.enhet|Organisationsenhet|Orgenhet", "Enhet|Enhetsnamn|Enhetsbenämning|Enhetstext|Enhet namn",
	},
}

// meanings maps a folded header name to all it may mean. A name can be both
// unit and operation: "Enhet" is the unit, unless "Arbetsplats" stands beside it.
var meanings = func() map[string][]meaning {
	m := map[string][]meaning{}
	for f := FieldNone; f < fieldCount; f++ { // in order, so that the unit meaning never depends on map order
		for rank, names := range synonyms[f] {
			for name := range strings.SplitSeq(names, "|") {
				key := fold(name)
				if !slices.ContainsFunc(m[key], func(o meaning) bool { return o.field == f }) {
					m[key] = append(m[key], meaning{f, rank})
				}
			}
		}
	}
	return m
}()

// fold reduces a header to what is compared: lower-case letters without
// diacritics, and digits.
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		switch {
		case r == 'ø' || r == 'Ø':
			b.WriteByte('o')
		case r == 'æ' || r == 'Æ':
			b.WriteByte('a')
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// meaningsOf looks a header up: as written, without what stands in parentheses
// or after a slash, and as a numbered level ("Organisationsnivå 2").
func meaningsOf(header string) []meaning {
	key := fold(header)
	if m := meanings[key]; m != nil {
		return m
	}
	if before, _, ok := strings.Cut(header, "("); ok {
		if m := meanings[fold(before)]; m != nil {
			return m
		}
	}
	if before, after, ok := strings.Cut(header, "/"); ok {
		a, b := meanings[fold(before)], meanings[fold(after)]
		if a != nil && b != nil && a[0].field == b[0].field {
			return a
		}
	}
	return numberedLevel(key)
}

func numberedLevel(key string) []meaning {
	for _, word := range []string{"organisationsniva", "orgniva", "verksamhetsniva", "niva"} {
		if n, err := strconv.Atoi(strings.TrimPrefix(key, word)); err == nil && strings.HasPrefix(key, word) && n < 100 {
			return []meaning{{FieldOperation, 100 + n}}
		}
	}
	return nil
}
