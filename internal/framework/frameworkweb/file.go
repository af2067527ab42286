package frameworkweb

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"

	"yrkesresan/internal/framework"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/grid"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

var (
	errNoFile = fault.New(fault.Invalid, "framework.page.file_missing")
	errTorn   = fault.New(fault.Invalid, "framework.page.file_again")
)

// mostShown bounds the errors and differences of a page; the file's first ones are mended first.
const mostShown = 200

type fileView struct {
	Into, IntoName string
	Problems       []ui.Problem
	Wrong          map[string]string
}

type previewView struct {
	Name, Counts     string
	Errors, Warnings []ui.Row
	More             int
	Changes          []string
	Packed, Revision string
	Owners           []ui.Option // of a new framework
	New, Replaces    bool
	Same             bool
	Problems         []ui.Problem
	Columns          []ui.Column
}

func (p *Pages) askFile(w http.ResponseWriter, r *http.Request) error {
	return p.showFile(w, r, http.StatusOK, r.URL.Query().Get("till"), nil)
}

func (p *Pages) showFile(w http.ResponseWriter, r *http.Request, status int, into string, f *fault.Fault) error {
	s, err := p.speaker(r)
	if err != nil {
		return err
	}
	v := &fileView{Into: into, Problems: problems(s.c, f), Wrong: map[string]string{}}
	if f != nil {
		v.Wrong[f.Field] = page.Say(s.c, f)
	}
	if into != "" {
		d, err := p.Frameworks.Draft(r.Context(), web.ActorOf(r.Context()), into)
		switch {
		case err == nil:
			v.IntoName = d.Name
		case fault.Of(err) == nil:
			return err
		default:
			held, err := p.Frameworks.Holding(r.Context(), web.ActorOf(r.Context()), into)
			if err != nil {
				return err
			}
			v.IntoName = held.Frame.Name
		}
	}
	return p.Frame.ShowAs(w, r, status, p.Frame.Shell(r, s.t("file_title")), filePage(v))
}

// readFile shows what a file says and everything wrong in it. Nothing is written.
func (p *Pages) readFile(w http.ResponseWriter, r *http.Request) error {
	into, body, err := receive(r)
	if f := refused(err); f != nil {
		return p.showFile(w, r, web.Status(f), into, f.On("fil"))
	}
	if err != nil {
		return err
	}
	read, err := p.Frameworks.Read(r.Context(), web.ActorOf(r.Context()), bytes.NewReader(body), int64(len(body)), into)
	if err != nil {
		return err
	}
	return p.showPreview(w, r, read, nil)
}

// receive reads the form; the file is held in memory only.
func receive(r *http.Request) (into string, body []byte, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return "", nil, errNoFile
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return into, nil, errNoFile
		}
		if err != nil {
			return into, nil, tooLarge(err)
		}
		switch part.FormName() {
		case "till":
			text, err := io.ReadAll(io.LimitReader(part, 200))
			if err != nil {
				return into, nil, err
			}
			into = string(text)
		case "fil":
			if part.FileName() == "" {
				return into, nil, errNoFile
			}
			body, err = io.ReadAll(part)
			return into, body, tooLarge(err)
		}
	}
}

func tooLarge(err error) error {
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		return fault.New(fault.Invalid, "grid.refused.large").With("max", "20")
	}
	return err
}

func (p *Pages) showPreview(w http.ResponseWriter, r *http.Request, read *framework.Reading, f *fault.Fault) error {
	s, err := p.speaker(r)
	if err != nil {
		return err
	}
	v := &previewView{Name: read.Frame.Name, Revision: strconv.FormatInt(read.Draft, 10), New: read.Owner == "", Replaces: read.Draft > 0, Problems: problems(s.c, f),
		Counts:   s.t("file_counts", "areas", s.t("areas", "n", read.Areas), "requirements", s.t("requirements", "n", read.Requirements), "goals", s.t("goals", "n", read.Goals)),
		Columns:  []ui.Column{{Title: s.t("col.row")}, {Title: s.t("col.sheet")}, {Title: s.t("col.column")}, {Title: s.t("col.what")}},
		Errors:   s.noteRows(read.Errors),
		Warnings: s.noteRows(read.Warnings)}
	v.More = max(0, len(read.Errors)-mostShown)
	status := http.StatusOK
	if len(read.Errors) > 0 {
		status = http.StatusUnprocessableEntity
		return p.Frame.ShowAs(w, r, status, p.Frame.Shell(r, s.t("preview_title")), previewPage(v))
	}
	if f != nil {
		status = web.Status(f)
	}
	if read.Before != nil {
		changes := frame.Diff(read.Before, read.Frame)
		v.Same, v.Changes = len(changes) == 0, s.differences(changes[:min(len(changes), mostShown)])
	}
	if v.New {
		if v.Owners, err = p.owners(r, s); err != nil {
			return err
		}
	}
	if v.Packed, err = pack(read.Frame); err != nil {
		return err
	}
	return p.Frame.ShowAs(w, r, status, p.Frame.Shell(r, s.t("preview_title")), previewPage(v))
}

func (s *speaker) noteRows(notes []framework.Note) (out []ui.Row) {
	for _, n := range notes[:min(len(notes), mostShown)] {
		where := s.t("whole_file")
		if n.Row > 0 {
			where = s.t("row", "n", n.Row)
		}
		bare := n
		bare.Sheet = ""
		out = append(out, ui.Row{Head: ui.Text(where), Cells: texts(n.Sheet, n.Column, bare.Say(s.c))})
	}
	return out
}

// takeIn makes what was shown the draft.
func (p *Pages) takeIn(w http.ResponseWriter, r *http.Request) error {
	f, err := unpack(r.FormValue("innehall"))
	if err != nil {
		no := errTorn.On("fil")
		return p.showFile(w, r, web.Status(no), "", no)
	}
	actor := web.ActorOf(r.Context())
	err = p.Frameworks.TakeIn(r.Context(), actor, f, r.FormValue("owner"), revisionOf(r))
	if no := refused(err); no != nil {
		read, err := p.Frameworks.Judge(r.Context(), actor, f)
		if err != nil {
			return err
		}
		return p.showPreview(w, r, read, no)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, draftAt(f.ID, "?klart=inlast"))
}

// pack carries what a file said from the preview to the saving: it is read and judged again there.
func pack(f *frame.Frame) (string, error) {
	body, err := json.Marshal(f)
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := z.Write(body); err != nil {
		return "", err
	}
	if err := z.Close(); err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(out.Bytes()), nil
}

func unpack(packed string) (*frame.Frame, error) {
	body, err := base64.StdEncoding.DecodeString(packed)
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	f := &frame.Frame{}
	if err := json.NewDecoder(io.LimitReader(z, 16<<20)).Decode(f); err != nil {
		return nil, err
	}
	if !frame.GoodID(f.ID) {
		return nil, errTorn
	}
	return f, nil
}

// template is an empty workbook to fill in, with one requirement as an example of what a row holds.
func (p *Pages) template(w http.ResponseWriter, r *http.Request) error {
	s, err := p.speaker(r)
	if err != nil {
		return err
	}
	body, err := framework.Excel(&frame.Frame{Levels: slices.Clone(frame.StandardLevels()), Areas: []frame.Area{{Name: s.t("template.area"), Requirements: []frame.Requirement{{
		Name: s.t("template.requirement"), Goals: []frame.Goal{{Text: s.t("template.goal"), Kind: frame.Theory, Form: frame.Understanding}},
		Grounds: []frame.Ground{{Basis: frame.Local, Reference: s.t("template.ground")}}, Evidence: []frame.Evidence{{By: frame.ByAssessment, Ref: "manager"}}}}}}})
	if err != nil {
		return err
	}
	return grid.Send(w, grid.ExcelType, "ramverk-mall.xlsx", body)
}
