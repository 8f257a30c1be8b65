// A BPMN 2.0 file as bpmn.io's own reader understands it: what it warns of, and what in the model does not hold together.
import assert from 'node:assert/strict';
import BpmnModdle from 'bpmn-moddle';

const jenis = (x, nama) => x.$instanceOf?.(nama);
const punya = (akar, nama) => akar.rootElements.filter((x) => jenis(x, nama));

// The lanes of a lane set with those inside them.
const lajur = (set) => (set?.lanes ?? []).flatMap((l) => [l, ...lajur(l.childLaneSet)]);

/// Reads a file; a warning is an error here.
export async function baca(xml) {
  const { rootElement, warnings } = await new BpmnModdle().fromXML(xml);
  assert.deepEqual(warnings.map((w) => w.message), [], 'dibaca tanpa peringatan');
  return rootElement;
}

/// The same model as bpmn.io writes it.
export async function tulis(model) {
  return (await new BpmnModdle().toXML(model, { format: true })).xml;
}

/// Flow nodes of a process, once it is clear that flows join them, that each node knows its flows, and that each lies in a lane.
export function periksaProses(proses) {
  const unsur = proses.flowElements ?? [];
  const simpul = unsur.filter((x) => jenis(x, 'bpmn:FlowNode'));
  for (const f of unsur.filter((x) => jenis(x, 'bpmn:SequenceFlow'))) {
    assert.ok(simpul.includes(f.sourceRef) && simpul.includes(f.targetRef), `${f.id} menyambung dua langkah`);
    assert.ok(f.sourceRef.outgoing?.includes(f) && f.targetRef.incoming?.includes(f), `${f.id} dikenal kedua ujungnya`);
  }
  const semua = (proses.laneSets ?? []).flatMap(lajur);
  if (semua.length > 0) {
    for (const s of simpul) {
      const di = semua.filter((l) => l.flowNodeRef?.includes(s) && !l.childLaneSet);
      assert.equal(di.length, 1, `${s.id} berada di tepat satu lajur`);
    }
  }
  return simpul;
}

const titik = (p) => Number.isFinite(p.x) && Number.isFinite(p.y);

/// Everything that is drawn has its place, and everything that there is is drawn once.
export function periksaGambar(model) {
  const letak = new Map();
  for (const bentuk of model.diagrams.flatMap((d) => d.plane.planeElement)) {
    const apa = bentuk.bpmnElement;
    assert.ok(apa?.id && !letak.has(apa.id), `${bentuk.id} menggambar satu unsur`);
    letak.set(apa.id, bentuk);
  }
  const harus = (x) => {
    const gambar = letak.get(x.id);
    assert.ok(gambar, `${x.id} digambar`);
    if (jenis(x, 'bpmn:SequenceFlow')) {
      assert.ok(gambar.waypoint?.length >= 2 && gambar.waypoint.every(titik), `${x.id} mempunyai titik-titik`);
    } else {
      const b = gambar.bounds;
      assert.ok(b && titik(b) && b.width > 0 && b.height > 0, `${x.id} mempunyai ukuran`);
    }
  };
  for (const k of punya(model, 'bpmn:Collaboration')) k.participants.forEach(harus);
  for (const p of punya(model, 'bpmn:Process')) {
    (p.laneSets ?? []).flatMap(lajur).forEach(harus);
    (p.flowElements ?? []).filter((x) => jenis(x, 'bpmn:FlowNode') || jenis(x, 'bpmn:SequenceFlow')).forEach(harus);
  }
}

/// The processes of a model.
export const proses = (model) => punya(model, 'bpmn:Process');
