package sheet_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"yrkesresan/internal/staff/sheet"
)

// Some programs declare the content type of macros in every workbook they write. That is no macro.
func TestAWorkbookThatOnlyNamesTheTypeOfMacrosIsRead(t *testing.T) {
	book := excelize.NewFile()
	for i, row := range [][]any{{"Anst.nr", "Namn", "Enhet", "Befattning"}, {"1", "Anna Berg", "Tallen", "Undersköterska"}} {
		if err := book.SetSheetRow("Sheet1", []string{"A1", "A2"}[i], &row); err != nil {
			t.Fatal(err)
		}
	}
	var file bytes.Buffer
	if err := book.Write(&file); err != nil {
		t.Fatal(err)
	}
	rows := 0
	_, err := sheet.Read(bytes.NewReader(file.Bytes()), int64(file.Len()), time.Now(), func(sheet.Row) error { rows++; return nil })
	if err != nil || rows != 1 {
		t.Fatalf("%d rows, %v", rows, err)
	}
}
