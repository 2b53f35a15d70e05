//! The demonstration as roster files, the way operators bring theirs in.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use anyhow::{Context, Result};

use super::Demo;
use super::line::{baseline, cadre, member, org, payment, transfer};
use crate::model::{OrgId, Pos};

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

/// Writes `团组织.csv`, `团员.csv`, `团员-补录.csv`, `团干部.csv`, `团费.csv`, `组织关系转接.csv` and `毕业生底数.csv` into `dir`, as UTF-8.
///
/// The second members file holds the rows whose identity number stands in another branch too, which one file may not.
/// `progress` hears how many organisations of how many are done.
///
/// # Errors
/// A file that cannot be written.
pub fn write_rosters(demo: &Demo, dir: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<()> {
    std::fs::create_dir_all(dir).with_context(|| dir.display().to_string())?;
    let open = |name: &str, head: &str| -> Result<BufWriter<File>> {
        let path = dir.join(name);
        let mut file =
            BufWriter::with_capacity(1 << 18, File::create(&path).with_context(|| path.display().to_string())?);
        file.write_all(head.as_bytes())?;
        Ok(file)
    };
    let mut files = [
        open("团组织.csv", ORGS)?,
        open("团员.csv", MEMBERS)?,
        open("团员-补录.csv", MEMBERS)?,
        open("团干部.csv", CADRES)?,
        open("团费.csv", DUES)?,
    ];
    let lists = demo.lists();
    let code = |id: OrgId| demo.code(Pos(id.0));
    let mut file = open("组织关系转接.csv", TRANSFERS)?;
    let mut line = Vec::new();
    for row in lists.transfers.iter().flatten() {
        line.clear();
        let to = row.to.map(code).transpose()?;
        transfer(&mut line, row, code(row.from)?.as_str(), to.as_ref().map_or("", |to| to.as_str()));
        file.write_all(&line)?;
    }
    file.flush()?;
    let mut file = open("毕业生底数.csv", GRADUATES)?;
    for row in lists.graduates.iter().flatten() {
        line.clear();
        baseline(&mut line, row, code(row.school)?.as_str());
        file.write_all(&line)?;
    }
    file.flush()?;
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
                        if give.send(make(demo, block * BLOCK..end)).is_err() {
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
            for (file, rows) in
                files.iter_mut().zip([block.orgs, block.members, block.repeated, block.cadres, block.dues])
            {
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

fn make(demo: &Demo, orgs: std::ops::Range<u32>) -> io::Result<Block> {
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
        if demo.is_shown(pos) {
            // Whoever stands in two branches paid once; the row is written with the first.
            for row in &members[..kept] {
                demo.payments(row).iter().for_each(|paid| payment(&mut block.dues, paid, &row.identity));
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
        write_rosters(&demo, one.path(), &mut |done, _| last = done).unwrap();
        write_rosters(&demo, two.path(), &mut |_, _| {}).unwrap();
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
    }
}
