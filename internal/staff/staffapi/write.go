package staffapi

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"strconv"

	"yrkesresan/internal/platform/api"
	"yrkesresan/internal/staff"
)

// EmploymentIn is an employment as an HR system tells it.
type EmploymentIn struct {
	Number        string   `json:"number,omitempty" maxLength:"40" doc:"Anställningsnummer. Utan det behövs identity och start_date."`
	Identity      string   `json:"identity,omitempty" maxLength:"20" doc:"Personnummer eller samordningsnummer. Används bara för att känna igen personen och sparas inte."`
	FirstName     string   `json:"first_name" maxLength:"100"`
	LastName      string   `json:"last_name" maxLength:"100"`
	Email         string   `json:"email,omitempty" maxLength:"200"`
	Mobile        string   `json:"mobile,omitempty" maxLength:"40"`
	Title         string   `json:"title,omitempty" maxLength:"200" doc:"Befattning, med kommunens egna ord."`
	AID           string   `json:"aid,omitempty" maxLength:"20"`
	Unit          string   `json:"unit,omitempty" maxLength:"200" doc:"Enhetens namn. unit eller unit_code behövs."`
	UnitCode      string   `json:"unit_code,omitempty" maxLength:"60" doc:"Ansvar: kod som enheten känns igen på."`
	Team          string   `json:"team,omitempty" maxLength:"200"`
	Operations    []string `json:"operations,omitempty" maxItems:"3" doc:"Nivåerna ovanför enheten, den översta först."`
	Form          string   `json:"form,omitempty" maxLength:"60" doc:"Anställningsform: tillsvidare, vikariat, timanställd …"`
	Extent        float64  `json:"extent,omitempty" minimum:"0" maximum:"100" doc:"Procent."`
	StartDate     string   `json:"start_date,omitempty" maxLength:"10"`
	EndDate       string   `json:"end_date,omitempty" maxLength:"10" doc:"Sista dagen."`
	ManagerNumber string   `json:"manager_number,omitempty" maxLength:"40" doc:"Chefens anställningsnummer."`
	ManagerEmail  string   `json:"manager_email,omitempty" maxLength:"200"`
}

type writeInput struct {
	Body struct {
		Municipality string         `json:"municipality,omitempty" pattern:"^[0-9]{4}$" doc:"Kommunens SCB-kod."`
		Employer     string         `json:"employer,omitempty" doc:"Arbetsgivarens id, när det inte är en kommun."`
		DryRun       bool           `json:"dry_run,omitempty" doc:"Berätta bara vad som skulle ändras."`
		SkipErrors   bool           `json:"skip_errors,omitempty" doc:"Ta de rader som är rätt."`
		Employments  []EmploymentIn `json:"employments" minItems:"1" maxItems:"2000"`
	}
}

// WriteResult counts employments, as a staff file's answer does.
type WriteResult struct {
	New       int    `json:"new"`
	Changed   int    `json:"changed"`
	Unchanged int    `json:"unchanged"`
	Errors    []Note `json:"errors"`
	Warnings  []Note `json:"warnings"`
	Committed bool   `json:"committed"`
}

// Note is something about one employment in the request.
type Note struct {
	Index   int    `json:"index" doc:"Plats i employments, från 0. -1 gäller hela anropet."`
	Field   string `json:"field"`
	Message string `json:"message"`
}

type writeOutput struct{ Body WriteResult }

type writer struct {
	*Part
	service *api.Service
}

// columns are the fields as headers of a staff file: the same reader, rules and errors as for files.
var columns = []struct {
	field, header string
	value         func(e *EmploymentIn) string
}{
	{"number", "Anställningsnr", func(e *EmploymentIn) string { return e.Number }},
	{"identity", "Personnummer", func(e *EmploymentIn) string { return e.Identity }},
	{"first_name", "Förnamn", func(e *EmploymentIn) string { return e.FirstName }},
	{"last_name", "Efternamn", func(e *EmploymentIn) string { return e.LastName }},
	{"email", "E-post", func(e *EmploymentIn) string { return e.Email }},
	{"mobile", "Mobil", func(e *EmploymentIn) string { return e.Mobile }},
	{"title", "Befattning", func(e *EmploymentIn) string { return e.Title }},
	{"aid", "AID", func(e *EmploymentIn) string { return e.AID }},
	{"operations", "Förvaltning", func(e *EmploymentIn) string { return level(e, 0) }},
	{"operations", "Verksamhetsområde", func(e *EmploymentIn) string { return level(e, 1) }},
	{"operations", "Område", func(e *EmploymentIn) string { return level(e, 2) }},
	{"unit", "Arbetsplats", func(e *EmploymentIn) string { return e.Unit }},
	{"unit_code", "Ansvar", func(e *EmploymentIn) string { return e.UnitCode }},
	{"team", "Arbetslag", func(e *EmploymentIn) string { return e.Team }},
	{"form", "Anställningsform", func(e *EmploymentIn) string { return e.Form }},
	{"extent", "Sysselsättningsgrad", func(e *EmploymentIn) string { return extent(e.Extent) }},
	{"start_date", "Fr.o.m.", func(e *EmploymentIn) string { return e.StartDate }},
	{"end_date", "T.o.m.", func(e *EmploymentIn) string { return e.EndDate }},
	{"manager_number", "Chef anst.nr", func(e *EmploymentIn) string { return e.ManagerNumber }},
	{"manager_email", "Chef e-post", func(e *EmploymentIn) string { return e.ManagerEmail }},
}

func level(e *EmploymentIn, n int) string {
	if n < len(e.Operations) {
		return e.Operations[n]
	}
	return ""
}

func extent(percent float64) string {
	if percent == 0 {
		return ""
	}
	return strconv.FormatFloat(percent, 'f', -1, 64)
}

// write takes employments as a file that tells of some only. What is wrong in a row is told by its
// place in the request; then nothing is changed, unless the caller wants the other rows.
func (w writer) write(ctx context.Context, c api.Caller, in *writeInput) (*writeOutput, error) {
	text, err := fileOf(in.Body.Employments)
	if err != nil {
		return nil, err
	}
	o := staff.ImportOptions{DryRun: in.Body.DryRun, SkipErrors: in.Body.SkipErrors, MaxEnded: 100, Partial: true}
	employer, err := one(c, in.Body.Municipality, in.Body.Employer)
	if err != nil {
		return nil, err
	}
	r, err := w.Imports.Run(ctx, c.Actor, employer, staff.File{Reader: bytes.NewReader(text), Size: int64(len(text))}, o, nil)
	if err != nil {
		return nil, err
	}
	out := &writeOutput{WriteResult{New: r.New, Changed: r.Changed, Unchanged: r.Unchanged, Committed: r.Committed,
		Errors: w.notes(r.Errors), Warnings: w.notes(r.Warnings)}}
	if !r.Committed && !in.Body.DryRun {
		var wrong []api.Wrong
		for _, n := range out.Body.Errors {
			wrong = append(wrong, api.Wrong{At: fmt.Sprintf("body.employments[%d].%s", n.Index, n.Field), Message: n.Message})
		}
		return nil, w.service.Refuse("staff.api.refused", wrong)
	}
	return out, nil
}

func fileOf(rows []EmploymentIn) ([]byte, error) {
	var out bytes.Buffer
	f := csv.NewWriter(&out)
	f.Comma = ';'
	line := make([]string, len(columns))
	for i, c := range columns {
		line[i] = c.header
	}
	if err := f.Write(line); err != nil {
		return nil, err
	}
	for r := range rows {
		for i, c := range columns {
			line[i] = c.value(&rows[r])
		}
		if err := f.Write(line); err != nil {
			return nil, err
		}
	}
	f.Flush()
	return out.Bytes(), f.Error()
}

// notes tells of rows by their place in the request: the header is row 1.
func (w writer) notes(all []staff.Note) []Note {
	out := make([]Note, len(all))
	for i, n := range all {
		out[i] = Note{Index: n.Row - 2, Message: n.Say(w.Texts)}
		if n.Row == 0 {
			out[i].Index = -1
		}
		for _, c := range columns {
			if c.header == n.Column {
				out[i].Field = c.field
				break
			}
		}
	}
	return out
}
