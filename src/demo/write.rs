//! The demonstration as roster files, the way operators bring theirs in.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use anyhow::{Context, Result};

use super::line::{activity, attest, baseline, cadre, conduct, member, org, payment, transfer, unit};
use super::{Demo, Paying};
use crate::model::{OrgCode, OrgId, Pos};
use crate::store::{Listed, Lists, Rows};

const ORGS: &str = "组织编码,上级组织编码,组织全称,组织简称,组织类型,支部类别,行业类别,行政区划代码,成立日期,最近换届日期,应换届日期,\
    已建党组织,统一社会信用代码,联系电话,团费留存比例,停用日期\n";
const MEMBERS: &str = "姓名,证件类型,身份证号,手机号码,民族,政治面貌,最高学历,职业,入团年月,团员编号,所在团支部编码,加入本支部日期,报到状态,\
    报到时间,实名认证状态,团籍状态,税后月收入,注册志愿者时间,年度志愿服务次数,年度志愿服务时长,教育评议等次,评议年度,团籍注册年度,失联\n";
// 证件类型 is not in the roster's own list; without it a foreign document would be read as a mistyped number.
const CADRES: &str =
    "姓名,证件类型,身份证号,手机号码,所在组织编码,职务,任职日期,离任日期,团干性质,已入驻移动端,入驻时间,团费管理员\n";
const DUES: &str = "身份证号,所属月份,应交金额,实交金额,缴纳时间,渠道\n";
const TRANSFERS: &str = "申请编号,身份证号,转接类型,转接原因,转出组织编码,转入组织编码,发起时间,状态码,当前环节到达时间,办结时间,毕业生,各环节\n";
const GRADUATES: &str = "学校组织编码,毕业年度,毕业生团员数,上报时间\n";
const CONDUCT: &str = "身份证号,类别,名称,授予组织,日期,文号\n";
const ACTIVITIES: &str = "组织编码,活动类型,主题,日期,应到人数,实到人数,毕业教育三项\n";
const LEDGER: &str =
    "单位名称,统一社会信用代码,单位类型,行政区划代码,已建党组织,规模以上,青年集中,从业青年数,确认时间,建团组织编码\n";
const ATTEST: &str = "组织编码,事项,申报时间,申报岗位,说明\n";
/// Organisations made between two hand-overs.
const BLOCK: u32 = 256;

/// Rows of one block, one buffer a file.
#[derive(Default)]
struct Block {
    orgs: Vec<u8>,
    members: Vec<u8>,
    repeated: Vec<u8>,
    cadres: Vec<u8>,
    dues: Vec<u8>,
}

/// Which rosters are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kinds {
    /// Organisations, members and cadres.
    Basic,
    /// All ten.
    All,
}

/// Writes `团组织.csv`, `团员.csv`, `团员-补录.csv`, `团干部.csv` and, of all kinds, one file of each of the other seven into
/// `dir`, as UTF-8.
///
/// The second members file holds the rows whose identity number stands in another branch too, which one file may not.
/// `progress` hears how many organisations of how many are done.
///
/// # Errors
/// A file that cannot be written.
pub fn write_rosters(demo: &Demo, kinds: Kinds, dir: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<()> {
    std::fs::create_dir_all(dir).with_context(|| dir.display().to_string())?;
    let open = |name: &str, head: &str| -> Result<BufWriter<File>> {
        let path = dir.join(name);
        let mut file =
            BufWriter::with_capacity(1 << 18, File::create(&path).with_context(|| path.display().to_string())?);
        file.write_all(head.as_bytes())?;
        Ok(file)
    };
    let mut files = vec![
        open("团组织.csv", ORGS)?,
        open("团员.csv", MEMBERS)?,
        open("团员-补录.csv", MEMBERS)?,
        open("团干部.csv", CADRES)?,
    ];
    let mut paying = None;
    if kinds == Kinds::All {
        files.push(open("团费.csv", DUES)?);
        paying = Some(demo.paying()?);
        write_lists(demo, demo.lists()?, &open)?;
    }
    let paying = paying.as_ref();
    let total = demo.len() as u64;
    let threads = thread::available_parallelism().map_or(1, usize::from).min(8) as u32;
    thread::scope(|scope| {
        let makers: Vec<Receiver<io::Result<Block>>> = (0..threads)
            .map(|first| {
                let (give, take) = sync_channel(4);
                scope.spawn(move || {
                    for block in (first..(total as u32).div_ceil(BLOCK)).step_by(threads as usize) {
                        let end = ((block + 1) * BLOCK).min(total as u32);
                        // A writer that has failed no longer listens.
                        if give.send(make(demo, paying, block * BLOCK..end)).is_err() {
                            return;
                        }
                    }
                });
                take
            })
            .collect();
        let mut done = 0;
        for maker in makers.iter().cycle() {
            let Ok(block) = maker.recv() else { break };
            let block = block?;
            let rows = [block.orgs, block.members, block.repeated, block.cadres, block.dues];
            for (file, rows) in files.iter_mut().zip(rows) {
                file.write_all(&rows)?;
            }
            done = (done + u64::from(BLOCK)).min(total);
            progress(done, total);
        }
        for file in &mut files {
            file.flush()?;
        }
        Ok(())
    })
}

/// Writes the kinds that belong to no one organisation.
fn write_lists(demo: &Demo, lists: Lists, open: &dyn Fn(&str, &str) -> Result<BufWriter<File>>) -> Result<()> {
    let code = |id: OrgId| -> Result<OrgCode> { Ok(demo.code(Pos(id.0))?) };
    let given = |id: Option<OrgId>| id.map(|id| demo.code(Pos(id.0))).transpose();
    let text = |code: &Option<OrgCode>| code.as_ref().map_or("", OrgCode::as_str).to_owned();
    write_list(open("组织关系转接.csv", TRANSFERS)?, lists.transfers, |out, row| {
        transfer(out, row, code(row.from)?.as_str(), &text(&given(row.to)?));
        Ok(())
    })?;
    write_list(open("毕业生底数.csv", GRADUATES)?, lists.graduates, |out, row| {
        baseline(out, row, code(row.school)?.as_str());
        Ok(())
    })?;
    write_list(open("奖惩.csv", CONDUCT)?, lists.conduct, |out, row| {
        conduct(out, row);
        Ok(())
    })?;
    write_list(open("活动.csv", ACTIVITIES)?, lists.activities, |out, row| {
        activity(out, row, code(row.org)?.as_str());
        Ok(())
    })?;
    write_list(open("两新台账.csv", LEDGER)?, lists.ledger, |out, row| {
        unit(out, row, &text(&given(row.org)?));
        Ok(())
    })?;
    write_list(open("事项申报.csv", ATTEST)?, lists.attests, |out, row| {
        attest(out, row, code(row.org)?.as_str());
        Ok(())
    })
}

fn write_list<T>(
    mut file: BufWriter<File>,
    rows: Option<Rows<T>>,
    line: impl Fn(&mut Vec<u8>, &T) -> Result<()>,
) -> Result<()>
where
    T: Listed,
{
    let mut out = Vec::new();
    let mut put = |row: &T| -> Result<()> {
        out.clear();
        line(&mut out, row)?;
        Ok(file.write_all(&out)?)
    };
    match rows {
        None => {}
        Some(Rows::Whole(rows)) => rows.iter().try_for_each(&mut put)?,
        Some(Rows::Packed(rows)) => rows.iter().try_for_each(|row| put(&row?))?,
        // A demonstration arrives nowhere.
        Some(Rows::Joined(_)) => {}
    }
    Ok(file.flush()?)
}

fn make(demo: &Demo, paying: Option<&Paying>, orgs: std::ops::Range<u32>) -> io::Result<Block> {
    let mut block = Block::default();
    for pos in orgs.map(Pos) {
        let row = demo.org(pos).map_err(io::Error::other)?;
        let parent = demo.parent(pos).map(|parent| demo.code(parent)).transpose().map_err(io::Error::other)?;
        let code = row.code.as_str();
        org(&mut block.orgs, &row, parent.as_ref().map_or("", |parent| parent.as_str()));
        let members = demo.members(pos);
        let kept = members.len() - usize::from(demo.repeats_identity(pos));
        for (at, row) in members.iter().enumerate() {
            member(if at < kept { &mut block.members } else { &mut block.repeated }, row, code);
        }
        if let Some(paying) = paying {
            for (at, paid) in demo.payments(paying, &members, pos) {
                payment(&mut block.dues, &paid, &members[at].identity);
            }
        }
        for post in demo.posts(pos) {
            cadre(&mut block.cadres, &post, code);
        }
    }
    Ok(block)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::Scale;

    #[test]
    fn a_county_is_written_whole_and_the_same_twice() {
        let demo = Demo::new(Scale::County, 5).unwrap();
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut last = 0;
        write_rosters(&demo, Kinds::All, one.path(), &mut |done, _| last = done).unwrap();
        write_rosters(&demo, Kinds::All, two.path(), &mut |_, _| {}).unwrap();
        assert_eq!(last, demo.len() as u64);
        let rows = |name: &str| {
            let text = std::fs::read_to_string(one.path().join(name)).unwrap();
            assert_eq!(text, std::fs::read_to_string(two.path().join(name)).unwrap());
            let cells = text.lines().next().unwrap().split(',').count();
            assert!(text.lines().all(|line| line.split(',').count() == cells && !line.contains('"')), "{name}");
            text.lines().count() as u64 - 1
        };
        assert_eq!(rows("团组织.csv"), demo.len() as u64);
        assert_eq!(rows("团员.csv") + rows("团员-补录.csv"), demo.member_rows());
        assert!(rows("团干部.csv") > demo.len() as u64);
        for name in ["团费", "组织关系转接", "毕业生底数", "奖惩", "活动", "两新台账", "事项申报"]
        {
            assert!(rows(&format!("{name}.csv")) > 5, "{name}");
        }
    }
}
