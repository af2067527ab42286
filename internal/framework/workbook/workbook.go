// Package workbook is a framework as a workbook that a person fills in, one row a goal: the same file goes
// out and comes in again (R191, R192). Pure: sheets of text in, a frame or problems by row and column out.
package workbook

import (
	"strconv"
	"strings"

	"yrkesresan/internal/framework/frame"
)

// Table is a sheet to write; its first row is the heading.
type Table struct {
	Name string
	Rows [][]string
}

// The sheets.
const (
	headSheet     = "Ramverk"
	levelSheet    = "Nivåer"
	goalSheet     = "Krav och mål"
	groundSheet   = "Grunder"
	evidenceSheet = "Bevis"
	changeSheet   = "Ersatta krav"
)

// The headings.
const (
	colField, colValue, colHelp = "Fält", "Värde", "Så fyller du i"

	colLevelID, colLevel, colLevelAbout = "Nivå-id", "Nivå", "Om nivån"

	colAreaID, colArea, colAreaAbout = "Område-id", "Område", "Om området"
	colReqID, colReq, colReqAbout    = "Krav-id", "Krav", "Om kravet"
	colFormal, colLowest, colRisk    = "Formellt", "Lägsta nivå", "Riskämne"
	colTags, colMonths               = "Ämnesord", "Gäller i månader"
	colGoalID, colGoal, colKind      = "Mål-id", "Mål", "Kompetensslag"
	colForm, colGoalLevel            = "Kunskapsform", "Målets nivå"

	colBasis, colReference, colURL, colFrom, colUntil = "Grund", "Hänvisning", "Länk", "Från", "Till"

	colBy, colRef, colGives, colOrientation, colCredits = "Bevis", "Vad", "Ger nivå", "Inriktning", "Poäng"

	colChangeFrom, colChangeTo = "Tidigare krav-id", "Räknas nu som"
)

var (
	headHeads     = []string{colField, colValue, colHelp}
	levelHeads    = []string{colLevelID, colLevel, colLevelAbout}
	goalHeads     = []string{colAreaID, colArea, colAreaAbout, colReqID, colReq, colReqAbout, colFormal, colLowest, colRisk, colTags, colMonths, colGoalID, colGoal, colKind, colForm, colGoalLevel}
	groundHeads   = []string{colReqID, colReq, colBasis, colReference, colURL, colFrom, colUntil}
	evidenceHeads = []string{colReqID, colReq, colBy, colRef, colGives, colOrientation, colCredits, colMonths}
	changeHeads   = []string{colChangeFrom, colChangeTo}
)

// The fields of the first sheet.
const (
	fieldID, fieldName, fieldAbout       = "Id", "Namn", "Om ramverket"
	fieldShell, fieldExpect, fieldLinks  = "Tomt skal", "Antal områden", "Bygger på"
	fieldOccupations, fieldService       = "Yrken", "Verksamhetsområden"
	helpID, helpName                     = "Små bokstäver, siffror och bindestreck. Lämna tomt för ett nytt ramverk.", "Vad ramverket heter."
	helpAbout                            = "Vad ramverket är och var det kommer ifrån."
	helpShell                            = "Ja när ramverket bara är ett namn och texten saknas."
	helpExpect                           = "Hur många områden ramverket ska ha. Inläsningen räknar dem. Tomt: ingen räkning."
	helpLinks, helpOccupations, helpArea = "Id för de ramverk som det bygger på, med komma mellan.", "Yrken som ramverket rör, med komma mellan. Tomt: alla.", "Verksamhetsområden som ramverket rör, med komma mellan. Tomt: alla."
)

// Write gives the sheets of a framework.
func Write(f *frame.Frame) []Table {
	out := []Table{
		{headSheet, [][]string{
			headHeads,
			{fieldID, f.ID, helpID},
			{fieldName, f.Name, helpName},
			{fieldAbout, f.About, helpAbout},
			{fieldShell, yes(f.Shell), helpShell},
			{fieldExpect, number(f.Expect), helpExpect},
			{fieldLinks, strings.Join(f.Links, ", "), helpLinks},
			{fieldOccupations, strings.Join(f.Occupations, ", "), helpOccupations},
			{fieldService, strings.Join(f.Service, ", "), helpArea},
		}},
		{levelSheet, levelRows(f)},
		{goalSheet, goalRows(f)},
		{groundSheet, groundRows(f)},
		{evidenceSheet, evidenceRows(f)},
	}
	if len(f.Changes) > 0 {
		rows := [][]string{changeHeads}
		for _, c := range f.Changes {
			rows = append(rows, []string{c.From, c.To})
		}
		out = append(out, Table{changeSheet, rows})
	}
	return out
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func levelRows(f *frame.Frame) [][]string {
	rows := [][]string{levelHeads}
	for _, l := range f.Levels {
		rows = append(rows, []string{l.Key, l.Name, l.About})
	}
	return rows
}

// goalRows writes one row a goal; what a row says of its area and requirement stands on their first row.
func goalRows(f *frame.Frame) [][]string {
	rows := [][]string{goalHeads}
	for _, a := range f.Areas {
		about := a.About
		if len(a.Requirements) == 0 {
			rows = append(rows, []string{a.ID, a.Name, a.About})
		}
		for _, r := range a.Requirements {
			goals := r.Goals
			if len(goals) == 0 {
				goals = []frame.Goal{{}}
			}
			for i, g := range goals {
				row := []string{a.ID, a.Name, about, r.ID, r.Name, "", "", "", "", "", "", g.ID, g.Text, say(kindWords, g.Kind), say(formWords, g.Form), g.Level}
				if about = ""; i == 0 {
					row[5], row[6], row[7], row[8], row[9], row[10] = r.About, yes(r.Formal), r.Lowest, yes(r.Risk), strings.Join(r.Tags, ", "), number(r.Months)
				}
				rows = append(rows, row)
			}
		}
	}
	return rows
}

func groundRows(f *frame.Frame) [][]string {
	rows := [][]string{groundHeads}
	add := func(id, name string, all []frame.Ground) {
		for _, g := range all {
			rows = append(rows, []string{id, name, say(basisWords, g.Basis), g.Reference, g.URL, g.From, g.Until})
		}
	}
	add("", "", f.Grounds)
	each(f, func(r frame.Requirement) { add(r.ID, r.Name, r.Grounds) })
	return rows
}

func evidenceRows(f *frame.Frame) [][]string {
	rows := [][]string{evidenceHeads}
	each(f, func(r frame.Requirement) {
		for _, e := range r.Evidence {
			ref := e.Ref
			if e.By == frame.ByAssessment {
				ref = say(assessorWords, ref)
			}
			credits := ""
			if e.Credits != 0 {
				credits = strings.ReplaceAll(strconv.FormatFloat(e.Credits, 'f', -1, 64), ".", ",")
			}
			rows = append(rows, []string{r.ID, r.Name, say(byWords, e.By), ref, e.Level, e.Orientation, credits, number(e.Months)})
		}
	})
	return rows
}

func each(f *frame.Frame, do func(frame.Requirement)) {
	for _, a := range f.Areas {
		for _, r := range a.Requirements {
			do(r)
		}
	}
}
