package sheet

import "strings"

// Form is the closed set of employment forms.
type Form string

// Vikarie (FormSubstitute) and timanställd (FormHourly) are different things.
const (
	FormUnknown    Form = ""           // the file does not say
	FormPermanent  Form = "permanent"  // tillsvidareanställning
	FormProbation  Form = "probation"  // provanställning
	FormFixed      Form = "fixed"      // särskild visstidsanställning and other fixed terms
	FormSubstitute Form = "substitute" // vikariat
	FormHourly     Form = "hourly"     // timavlönad, intermittent
	FormOther      Form = "other"      // something else is written
)

var shortForms = map[string]Form{
	"tv": FormPermanent, "tva": FormPermanent, "tvj": FormPermanent, "tills": FormPermanent, "fast": FormPermanent,
	"prov": FormProbation, "pr": FormProbation, "vik": FormSubstitute, "vk": FormSubstitute,
	"tim": FormHourly, "tima": FormHourly, "timl": FormHourly, "vis": FormFixed, "vst": FormFixed, "sva": FormFixed, "ava": FormFixed,
}

// formWords are looked for in this order: "timvikarie" is hourly and
// "provanställning inför tillsvidare" is probation.
var formWords = []struct {
	part string
	form Form
}{
	{"timan", FormHourly}, {"timav", FormHourly}, {"timlon", FormHourly}, {"timvik", FormHourly}, {"timmed", FormHourly},
	{"pertimme", FormHourly}, {"intermit", FormHourly}, {"behovsan", FormHourly}, {"vidbehov", FormHourly}, {"avrop", FormHourly},
	{"hourly", FormHourly}, {"timme", FormHourly}, {"provan", FormProbation}, {"provtid", FormProbation}, {"probation", FormProbation},
	{"vikari", FormSubstitute}, {"substitute", FormSubstitute}, {"visstid", FormFixed}, {"sava", FormFixed}, {"sarvis", FormFixed},
	{"tidsbegr", FormFixed}, {"sasong", FormFixed}, {"projekt", FormFixed}, {"fixedterm", FormFixed}, {"temporary", FormFixed},
	{"feriea", FormFixed}, {"tillsvid", FormPermanent}, {"tillsv", FormPermanent}, {"fastan", FormPermanent}, {"permanent", FormPermanent},
}

// ReadForm maps the text of the column Anställningsform to the closed set.
func ReadForm(s string) Form {
	key := fold(s)
	if key == "" {
		return FormUnknown
	}
	if f, ok := shortForms[key]; ok {
		return f
	}
	for _, w := range formWords {
		if strings.Contains(key, w.part) {
			return w.form
		}
	}
	return FormOther
}
